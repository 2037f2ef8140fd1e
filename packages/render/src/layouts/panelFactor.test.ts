import { expect, it } from 'vitest';
import { panelFactor } from './panelFactor.ts';

it.each([
  [28, 28, 18],
  [224, 224, 2],
  [256, 256, 2],
  [299, 299, 1],
  [100, 224, 2],
  [2000, 1500, 1],
  [1, 1, 512],
])('%d × %d is enlarged %d times', (width, height, factor) => {
  expect(panelFactor(width, height)).toBe(factor);
});
