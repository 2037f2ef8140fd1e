import { expect, it } from 'vitest';
import { meaning } from './words.ts';

const of = (order: 0 | 1 | 2, sign: 'absolute' | 'signed' | 'positive', isMultiplied = false, isDiverging = true) =>
  meaning({ unit: { text: '', order } }, { isMultiplied, scale: { sign } }, isDiverging);

it('the sign of a derivative is about brightness, that of a share or a product about the class', () => {
  expect(of(1, 'signed')).toBe('Red: brighter raises the score; blue: darker does');
  expect(of(1, 'positive', false, false)).toBe('Light: brighter raises the score');
  expect(of(1, 'positive')).toBe('Red: brighter raises the score');
  expect(of(0, 'positive')).toBe('Red pixels speak for it');
  expect(of(1, 'signed', true)).toBe('Red speaks for it, blue against it');
  expect(of(0, 'signed')).toBe('Red speaks for it, blue against it');
  expect(of(0, 'signed', false, false)).toBe('The upper end of the scale speaks for it, the lower against it');
  expect(of(1, 'absolute', false, false)).toBe('Brighter pixels matter more');
  expect(of(1, 'absolute')).toBe('Redder pixels matter more');
});
