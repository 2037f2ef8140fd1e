import { int, string } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { graphGradient } from '../../../../tests/support/graphGradient.ts';
import { modelOf, node } from '../../../../tests/support/graphs.ts';
import { integersOf } from '../../../../tests/support/integerInputs.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { floats } from '../../../../tests/support/runGraph.ts';
import { ScatterElements } from './ScatterElements.ts';

const casesOf = (reduction: string | undefined) =>
  anyShape(1, 3, 3).chain((shape) =>
    fc
      .record({
        axis: fc.integer({ min: -shape.length, max: shape.length - 1 }),
        count: fc.integer({ min: 1, max: 4 }),
        shorter: fc.boolean(),
        type: fc.constantFrom('float32' as const, 'float64' as const),
      })
      .chain(({ axis, count, shorter, type }) => {
        const length = shape.at(axis)!;
        const updates = (shorter ? shape.map((n) => Math.max(1, n - 1)) : shape).with(axis, count);
        return integersOf(updates, { min: -length, max: length - 1 }).map((indices) => ({
          inputs: [{ shape, type }, indices, { shape: updates, type }],
          attributes: { axis: int(axis), ...(reduction && { reduction: string(reduction) }) },
        }));
      }),
  );

describe('the gradients of ScatterElements by data and updates agree with central differences, indices repeated', () => {
  test.each([[undefined], ['none'], ['add']])('reduction %s', async (reduction) => {
    await expect(gradientProperty(ScatterElements, casesOf(reduction), { runs: 50 })).resolves.toBeUndefined();
  });
});

describe('two updates to one place', () => {
  const indices = { shape: [3], type: 'int64' as const, values: [1, 2, -2] };
  const at = (wrt: number, reduction: string) =>
    gradientAt(
      ScatterElements,
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

test('indices computed from the image are positions: the maximum of each row is overwritten', async () => {
  const nodes = [
    node('ArgMax', ['x'], ['best'], { axis: int(1) }),
    node('ScatterElements', ['x', 'best', 'zeros'], ['y'], { axis: int(1) }),
  ];
  const model = modelOf({ inputs: { x: [2, 3] }, nodes, outputs: ['y'], constants: [floats('zeros', [2, 1], [0, 0])] });
  expect(await graphGradient(model, [1, 5, 2, 9, 7, 8], [1, 2, 3, 4, 5, 6])).toEqual([1, 0, 3, 0, 5, 6]);
});

test('the other reductions are refused', () => {
  const data = { name: 'data', type: 'float32' as const, shape: [3] };
  const inputs = [data, { ...data, name: 'indices', type: 'int64' as const }, { ...data, name: 'updates' }];
  for (const reduction of ['mul', 'max', 'min']) {
    const attributes = { reduction: string(reduction) };
    expect(refusal(ScatterElements, { inputs, attributes, output: { ...data, name: 'y' } })).toMatch(
      `ScatterElements at node 'the node': its reduction '${reduction}' has no gradient rule`,
    );
  }
});
