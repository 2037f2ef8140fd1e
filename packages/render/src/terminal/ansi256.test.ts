import { expect, it } from 'vitest';
import type { Rgb } from '../picture/canvas.ts';
import { ansi256 } from './ansi256.ts';

// xterm's colour table: 16 + 36r + 6g + b with levels 0 95 135 175 215 255, and 232 + k with grey 8 + 10k.
it.each<[Rgb, number]>([
  [[0, 0, 0], 16],
  [[255, 255, 255], 231],
  [[255, 0, 0], 196],
  [[0, 255, 0], 46],
  [[95, 135, 175], 67],
  [[128, 128, 128], 244],
  [[8, 8, 8], 232],
  [[238, 238, 238], 255],
  [[250, 10, 5], 196],
])('%j is colour %d', (colour, expected) => {
  expect(ansi256(colour)).toBe(expected);
});
