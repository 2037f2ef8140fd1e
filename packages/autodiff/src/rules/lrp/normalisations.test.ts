import { float, int } from '@smoothgrad/onnx';
import { expect, it } from 'vitest';
import { largestDifference } from '../../../../../tests/support/compare.ts';
import { modelOf, node, numbers } from '../../../../../tests/support/graphs.ts';
import { relevanceOf } from '../../../../../tests/support/relevance.ts';
import { floats } from '../../../../../tests/support/runGraph.ts';
import { createTestEngine } from '../../../../../tests/support/testEngine.ts';
import { lrpRules } from './table.ts';

const engine = createTestEngine();
const rules = lrpRules({ epsilon: 1e-9 });
const size = 6;
const x = [...numbers(size, 1)];
const start = [...numbers(size, 2)];

/** y_j = (x_j − mean)·c_j + b_j: input i contributes (δ_ij − 1/n)·x_i·c_j. */
function expected(scale: readonly number[], bias: readonly number[], epsilon: number): number[] {
  const mean = x.reduce((a, b) => a + b) / size;
  const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / size;
  const c = scale.map((value) => value / Math.sqrt(variance + epsilon));
  return x.map((x_i, i) =>
    start.reduce((sum, relevance, j) => {
      const y = (x[j]! - mean) * c[j]! + bias[j]!;
      return sum + ((x_i * ((i === j ? 1 : 0) - 1 / size) * c[j]!) / y) * relevance;
    }, 0),
  );
}

it('LayerNormalization: the deviation is a constant, the mean is not', async () => {
  const [scale, bias] = [[...numbers(size, 3)], [...numbers(size, 4)]];
  const model = modelOf({
    inputs: { x: [1, size] },
    nodes: [node('LayerNormalization', ['x', 's', 'b'], ['y'], { axis: int(-1), epsilon: float(0.01) })],
    outputs: ['y'],
    constants: [floats('s', [size], scale), floats('b', [size], bias)],
  });
  const found = await relevanceOf(model, engine, { rules, feeds: { x }, start });
  expect(largestDifference(found, expected(scale, bias, 0.01))).toBeLessThanOrEqual(1e-5);
});

it('InstanceNormalization: the same over the positions of a channel', async () => {
  const model = modelOf({
    inputs: { x: [1, 1, 2, 3] },
    nodes: [node('InstanceNormalization', ['x', 's', 'b'], ['y'], { epsilon: float(0.01) })],
    outputs: ['y'],
    constants: [floats('s', [1], [1.5]), floats('b', [1], [0.25])],
  });
  const found = await relevanceOf(model, engine, { rules, feeds: { x }, start });
  expect(
    largestDifference(found, expected(new Array(size).fill(1.5), new Array(size).fill(0.25), 0.01)),
  ).toBeLessThanOrEqual(1e-5);
});
