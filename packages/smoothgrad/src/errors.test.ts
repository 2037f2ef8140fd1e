import { describe, expect, it } from 'vitest';
import { errorText, exitCodeOf, messageAbout, messageOf, UsageError } from './errors.ts';

describe('messages', () => {
  it('are one line', () => {
    expect(messageOf(new RangeError('first\n  second'))).toBe('first second');
    expect(errorText('all of it', new Error('all of it'), {})).toBe('smoothgrad: all of it\n');
  });

  it('are cut where a damaged file has names of any length', () => {
    const cut = messageOf(new Error(`the node '${'ü'.repeat(5000)}' is damaged`));
    expect(cut).toMatch(/^the node 'ü+ … ü+' is damaged$/);
    expect(cut).toHaveLength(1003);
  });

  it('own up to mistakes of the program', () => {
    expect(messageOf(new TypeError('x is not a function'))).toMatch(/^internal error: x is not a function/);
  });

  it('say what they are about, once', () => {
    expect(messageAbout('cat.jpg', new Error('cat.jpg is empty'))).toBe('cat.jpg is empty');
    expect(messageAbout('cat.jpg', new Error('is empty'))).toBe('cat.jpg: is empty');
  });

  it('show the stack only where it is asked for', () => {
    const error = new Error('broken');
    expect(errorText('broken', error, { SMOOTHGRAD_DEBUG: '1' })).toContain('errors.test.ts');
    expect(errorText('broken', error, {})).not.toContain('errors.test.ts');
  });
});

it('mistakes in typing have an exit code of their own', () => {
  expect(exitCodeOf(new UsageError('no'))).toBe(2);
  expect(exitCodeOf(new Error('no'))).toBe(1);
});
