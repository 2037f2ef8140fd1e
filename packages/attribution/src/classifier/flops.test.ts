import {
  type Attribute,
  type GraphNode,
  int,
  ints,
  normalise,
  specialise,
  string,
  type Tensor,
} from '@smoothgrad/onnx';
import { afterAll, describe, expect, it } from 'vitest';
import { type GraphParts, modelOf, node, weights } from '../../../../tests/support/graphs.ts';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';
import { flops } from './flops.ts';

const engine = createTestEngine();
afterAll(() => engine.close());

async function flopsOf(
  shape: readonly number[],
  nodes: readonly GraphNode[],
  constants: readonly Tensor[] = [],
  more: Partial<GraphParts> = {},
) {
  const model = normalise(modelOf({ inputs: { x: shape }, nodes, outputs: ['y'], constants, opset: 20, ...more }));
  return flops(await specialise(model, engine, { inputShapes: { x: shape } }));
}

const single = (op: string, attributes: Record<string, Attribute> = {}) => [node(op, ['x', 'w'], ['y'], attributes)];

describe('two operations for every multiply-add', () => {
  it.each([
    // 3×3 filters over 3 channels for each of 8·10·12 outputs.
    ['Conv', [1, 3, 10, 12], [8, 3, 3, 3], { pads: ints([1, 1, 1, 1]) }, 2 * 8 * 10 * 12 * 27],
    ['Conv with strides', [2, 3, 9, 9], [4, 3, 3, 3], { strides: ints([2, 2]) }, 2 * 2 * 4 * 4 * 4 * 27],
    ['Conv, depthwise', [1, 6, 5, 5], [6, 1, 3, 3], { group: int(6), pads: ints([1, 1, 1, 1]) }, 2 * 6 * 25 * 9],
    ['Conv, grouped', [1, 6, 5, 5], [4, 3, 1, 1], { group: int(2) }, 2 * 4 * 25 * 3],
    ['Conv of patches', [1, 3, 16, 16], [10, 3, 8, 8], { strides: ints([8, 8]) }, 2 * 10 * 4 * 192],
    ['ConvTranspose', [1, 4, 5, 5], [4, 3, 2, 2], { strides: ints([2, 2]) }, 2 * 4 * 25 * 3 * 4],
    ['Gemm', [3, 7], [5, 7], { transB: int(1) }, 2 * 3 * 5 * 7],
    ['Gemm of a transposed factor', [7, 3], [7, 5], { transA: int(1) }, 2 * 3 * 5 * 7],
    ['MatMul', [2, 4, 6, 8], [8, 5], {}, 2 * 2 * 4 * 6 * 8 * 5],
    ['MatMul of a vector', [2, 3, 8], [8], {}, 2 * 2 * 3 * 8],
    ['Einsum', [2, 6, 8], [2, 5, 8], { equation: string('bik, bjk -> bij') }, 2 * 2 * 6 * 5 * 8],
    [
      'Einsum with an ellipsis',
      [2, 3, 6, 8],
      [2, 3, 8, 5],
      { equation: string('...ik,...kj->...ij') },
      2 * 6 * 6 * 8 * 5,
    ],
  ] as const)('%s', async (name, x, w, attributes, expected) => {
    const op = name.split(/[ ,]/)[0]!;
    expect(await flopsOf(x, single(op, attributes), [weights('w', w)])).toBe(expected);
  });

  it('Attention: a product of queries and keys, and one of weights and values', async () => {
    const [batch, heads, length, size] = [2, 3, 5, 4];
    const attention = [node('Attention', ['x', 'x', 'x'], ['y'])];
    const found = await flopsOf([batch, heads, length, size], attention, [], { opset: 23 });
    expect(found).toBe(2 * 2 * batch * heads * length * length * size);
  });

  it('BatchNormalization is element-wise, also as the convolution it becomes', async () => {
    const statistics = ['s', 'b', 'm', 'v'].map((name, i) => ({ ...weights(name, [4], i + 1), name }));
    const nodes = [node('BatchNormalization', ['x', 's', 'b', 'm', 'v'], ['n']), node('Relu', ['n'], ['y'])];
    expect(await flopsOf([1, 4, 6, 6], nodes, statistics)).toBe(0);
  });

  it('what is computed once, from constants alone, is not counted', async () => {
    const nodes = [node('MatMul', ['u', 'w'], ['weights']), node('MatMul', ['x', 'weights'], ['y'])];
    expect(await flopsOf([3, 40], nodes, [weights('u', [40, 50]), weights('w', [50, 60])])).toBe(2 * 3 * 40 * 60);
  });

  it('is not known where a shape is not, or in a loop', () => {
    const product = node('MatMul', ['x', 'x'], ['y']);
    expect(written([product], { x: [4, 4] })).toBeNull();
    const body = { name: 'body', inputs: [], outputs: [], nodes: [product], initializers: new Map() };
    const loop = node('Loop', ['', '', 'x'], ['y'], { body: { kind: 'graph', value: body } });
    expect(written([loop], { x: [4, 4], y: [4, 4] })).toBeNull();
  });

  it('operators that nothing took the place of count the same', () => {
    const attention = node('Attention', ['x', 'k', 'v', '', 'past_k', 'past_v'], ['y']);
    const shapes = { x: [2, 3, 5, 4], k: [2, 3, 6, 4], past_k: [2, 3, 7, 4], y: [2, 3, 5, 8] };
    expect(written([attention], shapes)).toBe(2 * 2 * 3 * 5 * 13 * (4 + 8));
    const conv = node('QLinearConv', ['x', 's', 'z', 'w', 's', 'z', 's', 'z'], ['y']);
    expect(written([conv], { x: [1, 3, 6, 6], w: [2, 3, 3, 3], y: [1, 2, 4, 4] })).toBe(2 * 32 * 27);
  });
});

/** Of a graph as it is written here, with the shapes given. */
function written(nodes: readonly GraphNode[], shapes: Readonly<Record<string, readonly number[]>>) {
  const values = Object.entries(shapes).map(([name, shape]) => [name, { name, type: 'float32', shape }] as const);
  return flops({ ...modelOf({ inputs: { x: shapes.x! }, nodes, outputs: ['y'] }), values: new Map(values) });
}
