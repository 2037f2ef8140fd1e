import { float, int, ints } from '@smoothgrad/onnx';
import { describe, expect, it } from 'vitest';
import { largestDifference } from '../../../../../tests/support/compare.ts';
import { modelOf, node } from '../../../../../tests/support/graphs.ts';
import { relevanceOf } from '../../../../../tests/support/relevance.ts';
import { floats } from '../../../../../tests/support/runGraph.ts';
import { createTestEngine } from '../../../../../tests/support/testEngine.ts';
import { standard } from '../standard.ts';
import { lrpRules } from './table.ts';

const engine = createTestEngine();
const rules = lrpRules({ epsilon: 1e-9 });
const image = { x: [1, 1, 4, 4] };

const find = (nodes: ReturnType<typeof node>[], x: readonly number[], start: readonly number[]) =>
  relevanceOf(modelOf({ inputs: image, nodes, outputs: ['y'], constants: [floats('c', [1], [0.5])] }), engine, {
    rules,
    feeds: { x },
    start,
  });

const ramp = Array.from({ length: 16 }, (_, i) => i - 5);
const start = ramp.map((value) => value / 3 + 1);

describe('relevance', () => {
  it('has an answer for every operator that has a derivative', () => {
    expect(Object.keys(rules).sort()).toEqual(Object.keys(standard).sort());
  });

  it.each(['Relu', 'Tanh', 'LeakyRelu', 'Elu', 'HardSwish', 'Softplus'])('passes %s unchanged', async (op) => {
    const found = await find([node(op, ['x'], ['y'])], ramp, start);
    expect(largestDifference(found, start)).toBeLessThanOrEqual(1e-7);
  });

  const pool = { kernel_shape: ints([2, 2]), strides: ints([2, 2]) };

  it('goes to the first of equal maxima, below a Relu too', async () => {
    const nodes = [node('Relu', ['x'], ['r']), node('MaxPool', ['r'], ['y'], pool)];
    const found = await find(nodes, new Array(16).fill(-1), [1, 2, 3, 4]);
    expect(found).toEqual([1, 0, 2, 0, 0, 0, 0, 0, 3, 0, 4, 0, 0, 0, 0, 0]);
  });

  it('goes to the first of equal maxima of overlapping windows, and adds up', async () => {
    const nodes = [
      node('Relu', ['x'], ['r']),
      node('MaxPool', ['r'], ['y'], { kernel_shape: ints([3, 3]), strides: ints([1, 1]) }),
    ];
    const found = await find(nodes, new Array(16).fill(-1), [1, 2, 3, 4]);
    expect(found).toEqual([1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('is shared by size where a mean is taken', async () => {
    const x = Array.from({ length: 16 }, (_, i) => i);
    const found = await find([node('AveragePool', ['x'], ['y'], pool)], x, [10, 18, 42, 50]);
    // Windows add up to 10, 18, 42 and 50.
    expect(largestDifference(found, x)).toBeLessThanOrEqual(1e-6);
    const whole = await find([node('GlobalAveragePool', ['x'], ['y'])], x, [120]);
    expect(largestDifference(whole, x)).toBeLessThanOrEqual(1e-6);
  });

  it('is shared by contribution where values of the image are added or subtracted', async () => {
    const nodes = [node('Relu', ['x'], ['a']), node('Neg', ['x'], ['b'])];
    // max(x, 0) − (−x): both contribute x where x > 0, one of them where x < 0.
    const found = await find([...nodes, node('Sub', ['a', 'b'], ['y'])], ramp, start);
    const expected = start.map((value, i) => (ramp[i] === 0 ? 0 : value));
    expect(largestDifference(found, expected)).toBeLessThanOrEqual(1e-6);
  });

  it('is lost to a constant that is added', async () => {
    const found = await find([node('Add', ['x', 'c'], ['y'])], ramp, start);
    const expected = start.map((value, i) => (value * ramp[i]!) / (ramp[i]! + 0.5));
    expect(largestDifference(found, expected)).toBeLessThanOrEqual(1e-6);
  });

  it('goes back where moved numbers came from', async () => {
    const nodes = [
      node('Transpose', ['x'], ['t'], { perm: ints([0, 1, 3, 2]) }),
      node('Concat', ['x', 't'], ['y'], { axis: int(1) }),
    ];
    const both = [...start, ...start];
    const found = await find(nodes, ramp, both);
    const expected = start.map((value, i) => value + start[4 * (i % 4) + Math.floor(i / 4)]!);
    expect(largestDifference(found, expected)).toBeLessThanOrEqual(1e-6);
  });

  it.each(['alpha', 'beta'])('is refused by name where the factor %s of Gemm is negative', async (factor) => {
    const flat = node('Flatten', ['x'], ['f'], { axis: int(3) });
    const nodes = [flat, node('Gemm', ['f', 'w', 'c'], ['y'], { [factor]: float(-1) })];
    const constants = [floats('w', [4, 4], ramp), floats('c', [1], [0.5])];
    const model = modelOf({ inputs: image, nodes, outputs: ['y'], constants });
    await expect(relevanceOf(model, engine, { rules, feeds: { x: ramp }, start })).rejects.toThrow(/Gemm_y.*negative/s);
  });

  it.each(['Exp', 'Sqrt', 'Sin', 'Softmax'])('is refused by name where it has no rule: %s', async (op) => {
    await expect(find([node(op, ['x'], ['y'])], ramp, start)).rejects.toThrow(
      new RegExp(`${op}.*relevance propagation has no rule`, 's'),
    );
  });
});
