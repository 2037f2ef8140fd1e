import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { areaAverage } from './areaAverage.ts';

const { terminal } = JSON.parse(readFileSync(new URL('../fixtures/reference.json', import.meta.url), 'utf8')) as {
  terminal: {
    width: number;
    height: number;
    data: number[];
    boxes: { width: number; height: number; data: number[] }[];
  };
};
const picture = { width: 14, height: 10, channels: 3 as const, data: Uint8Array.from(terminal.data) };

it.each(terminal.boxes)('equals Pillow (box, nearest) at $width × $height', ({ width, height, data }) => {
  const small = areaAverage(picture, width, height);
  expect(small).toMatchObject({ width, height, channels: 3 });
  small.data.forEach((value, i) => {
    expect(Math.abs(value - data[i]!)).toBeLessThanOrEqual(1);
  });
});

it('weighs the pixels that an area cuts', () => {
  const row = { width: 3, height: 1, channels: 1 as const, data: Uint8Array.of(0, 90, 240) };
  const half = areaAverage(row, 2, 1);
  expect([...half.data]).toEqual([30, 30, 30, 190, 190, 190]);
});
