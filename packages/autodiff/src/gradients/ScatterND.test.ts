import { string } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { tuplesOf } from '../../../../tests/support/integerInputs.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { ScatterND } from './ScatterND.ts';

const casesOf = (reduction: string | undefined) =>
  anyShape(1, 3, 3).chain((shape) =>
    fc
      .record({
        length: fc.integer({ min: 1, max: shape.length }),
        outer: anyShape(0, 2, 3),
        type: fc.constantFrom('float32' as const, 'float64' as const),
      })
      .chain(({ length, outer, type }) =>
        tuplesOf(outer, shape.slice(0, length)).map((indices) => ({
          inputs: [{ shape, type }, indices, { shape: [...outer, ...shape.slice(length)], type }],
          ...(reduction && { attributes: { reduction: string(reduction) } }),
        })),
      ),
  );

describe('the gradients of ScatterND by data and updates agree with central differences, tuples repeated', () => {
  test.each([[undefined], ['none'], ['add']])('reduction %s', async (reduction) => {
    await expect(gradientProperty(ScatterND, casesOf(reduction), { runs: 50 })).resolves.toBeUndefined();
  });
});

describe('two updates to one place', () => {
  const indices = { shape: [3, 1], type: 'int64' as const, values: [1, 2, -2] };
  const at = (wrt: number, reduction: string) =>
    gradientAt(
      ScatterND,
      { inputs: [{ shape: [3] }, indices, { shape: [3] }], attributes: { reduction: string(reduction) }, wrt: [wrt] },
      [1, 10, 100],
    );

  test('written: the last one has the cotangent, the data none', async () => {
    expect(await at(0, 'none')).toEqual([1, 0, 0]);
    expect(await at(2, 'none')).toEqual([0, 100, 10]);
  });

  test('added: both have it, and the data too', async () => {
    expect(await at(0, 'add')).toEqual([1, 10, 100]);
    expect(await at(2, 'add')).toEqual([10, 100, 10]);
  });
});

test('the other reductions are refused', () => {
  const data = { name: 'data', type: 'float32' as const, shape: [3] };
  const indices = { name: 'indices', type: 'int64' as const, shape: [3, 1] };
  const inputs = [data, indices, { ...data, name: 'updates' }];
  for (const reduction of ['mul', 'max', 'min']) {
    const attributes = { reduction: string(reduction) };
    expect(refusal(ScatterND, { inputs, attributes, output: { ...data, name: 'y' } })).toMatch(
      `ScatterND at node 'the node': its reduction '${reduction}' has no gradient rule`,
    );
  }
});
