import { expect, it } from 'vitest';
import { createWeightNumbers } from './weightNumbers.ts';

it('a weight file crosses once, however many sessions refer to it', () => {
  const posted: unknown[] = [];
  const numberOf = createWeightNumbers((message) => posted.push(message));
  const [a, b] = [new Uint8Array(3), new Uint8Array(3)];
  expect(numberOf({ files: new Map([['model.onnx', a]]) })).toEqual(new Map([['model.onnx', 0]]));
  const both = new Map([
    ['model.onnx', a],
    ['weights.bin', b],
  ]);
  expect(numberOf({ files: both })).toEqual(
    new Map([
      ['model.onnx', 0],
      ['weights.bin', 1],
    ]),
  );
  expect(numberOf(undefined).size).toBe(0);
  expect(posted).toEqual([
    { kind: 'weights', file: 0, bytes: a },
    { kind: 'weights', file: 1, bytes: b },
  ]);
  expect(() => numberOf({ folder: '.' })).toThrow(/no folders/);
});
