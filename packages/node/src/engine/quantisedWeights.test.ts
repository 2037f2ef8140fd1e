import { float32Tensor, int, type Model, type Tensor, writeModel } from '@smoothgrad/onnx';
import { afterAll, describe, expect, it } from 'vitest';
import { relativeDistance } from '../../../../tests/support/compare.ts';
import { modelOf, node, numbers } from '../../../../tests/support/graphs.ts';
import { whole } from '../../../../tests/support/quantisedCases.ts';
import { createNodeEngine } from './createNodeEngine.ts';

/**
 * Left to itself, the runtime turns dequantised weights and a product with them into one kernel that rounds the activations to
 * 8 bits: no derivative belongs to that.
 */
const engine = createNodeEngine({ workers: 1 });
afterAll(() => engine.close());

const [rows, columns, block] = [128, 32, 32];
const x = numbers(4 * rows, 3);
const steps = Array.from(numbers((rows / block) * columns, 2, 0.02), (value) => Math.fround(0.03 + value));

/** x · dequantised weights, the weights in blocks along the rows, or with one scale. */
function parts(type: 'int4' | 'uint4' | 'int8' | 'uint8', blocked: boolean) {
  const [lowest, highest] = { int4: [-8, 7], uint4: [0, 15], int8: [-128, 127], uint8: [0, 255] }[type] as [
    number,
    number,
  ];
  const middle = (highest + lowest + 1) / 2;
  const q = Array.from(numbers(rows * columns, 1), (value) => Math.floor(middle + value * ((highest - lowest) / 2)));
  const stepOf = (i: number) =>
    blocked ? steps[Math.floor(i / columns / block) * columns + (i % columns)]! : steps[0]!;
  const zero = whole(
    'z',
    type,
    blocked ? [rows / block, columns] : [],
    new Array(blocked ? steps.length : 1).fill(middle),
  );
  const scale = blocked ? float32Tensor('s', [rows / block, columns], steps) : float32Tensor('s', [], [steps[0]!]);
  const weights = Float32Array.from(q, (value, i) => (value - middle) * stepOf(i));
  const attributes = blocked ? { axis: int(0), block_size: int(block) } : {};
  return { constants: [whole('q', type, [rows, columns], q), scale, zero], weights, attributes };
}

const product = (constants: readonly Tensor[], attributes: Parameters<typeof node>[3]): Model =>
  modelOf({
    inputs: { x: [4, rows] },
    nodes: [node('DequantizeLinear', ['q', 's', 'z'], ['w'], attributes), node('MatMul', ['x', 'w'], ['y'])],
    outputs: ['y'],
    constants,
    opset: 21,
  });

/** In double precision. */
function expected(weights: Float32Array): Float64Array {
  return Float64Array.from({ length: 4 * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    let sum = 0;
    for (let k = 0; k < rows; k++) sum += x[row * rows + k]! * weights[k * columns + column]!;
    return sum;
  });
}

describe('weights that are dequantised', () => {
  it.each([
    ['int4', true],
    ['uint4', true],
    ['int8', true],
    ['uint8', true],
    ['int8', false],
    ['uint8', false],
  ] as const)('%s, blocked: %s', async (type, blocked) => {
    const { constants, weights, attributes } = parts(type, blocked);
    const model = writeModel(product(constants, attributes), 'reference');
    const session = await engine.createSession({ model, optimisation: 'all' });
    const { y } = await session.run({ x: { type: 'float32', shape: [4, rows], data: x } });
    await session.close();
    expect(relativeDistance(y!.data as Float32Array, expected(weights))).toBeLessThanOrEqual(1e-6);
  });
});
