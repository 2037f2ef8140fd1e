import { expect, it } from 'vitest';
import { terminalColours } from './terminalColours.ts';

it.each([
  [{}, true, '256'],
  [{ COLORTERM: 'truecolor' }, true, 'truecolor'],
  [{ COLORTERM: '24bit' }, true, 'truecolor'],
  [{ COLORTERM: 'truecolor' }, false, 'none'],
  [{ COLORTERM: 'truecolor', FORCE_COLOR: '1' }, false, 'truecolor'],
  [{ COLORTERM: 'truecolor', NO_COLOR: '1' }, true, 'none'],
  [{ NO_COLOR: '' }, true, '256'],
  [{ TERM: 'dumb' }, true, 'none'],
  [{ FORCE_COLOR: '0' }, false, 'none'],
] as const)('%o, terminal %s: %s', (env, isTerminal, expected) => {
  expect(terminalColours(env, isTerminal)).toBe(expected);
});
