import { colormapNamed, scaleMap } from '@smoothgrad/render';
import { expect, it } from 'vitest';
import { previewMap } from './previewMap.ts';

const grey = colormapNamed('grey');

it('shows where the map is large, as bright as it can', () => {
  // One pixel in four of the right half, which averages to a quarter.
  const values = Float32Array.from({ length: 64 * 64 }, (_, i) =>
    i % 64 >= 32 && i % 2 === 0 && (i >> 6) % 2 === 0 ? 1 : 0,
  );
  const lines = previewMap(scaleMap(values, [1, 64, 64]), grey, 16, 'none')
    .trimEnd()
    .split('\n');
  expect(lines).toEqual(Array.from({ length: 8 }, () => `${' '.repeat(8)}${'@'.repeat(8)}`));
});

it('does not enlarge a small map, nor divide a map of zeros by zero', () => {
  expect(previewMap(scaleMap(new Float32Array(16), [1, 4, 4]), grey, 60, 'none')).toBe('    \n    \n');
  expect(previewMap(scaleMap(Float32Array.of(1), [1, 1, 1]), grey, 60, 'none')).toBe('@\n');
});

it('keeps the sign', () => {
  const map = scaleMap(Float32Array.of(-1, -1, 1, 1, -1, -1, 1, 1), [1, 2, 4], { sign: 'signed' });
  const text = previewMap(map, colormapNamed('blue-grey-red'), 4, 'truecolor');
  expect(text).toMatch(/38;2;30;90;230.*38;2;230;40;40/);
});
