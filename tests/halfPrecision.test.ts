import { float32Tensor, int, ints, type Model, type Tensor } from '@smoothgrad/onnx';
import { afterAll, describe, expect, it } from 'vitest';
import { relativeDistance } from './support/compare.ts';
import { CLASSES, input, openAsFile, plainModel, target } from './support/cornerModels.ts';
import { modelOf, node, weights } from './support/graphs.ts';
import { inHalf, roundedToHalf } from './support/halfModels.ts';
import { integers } from './support/runGraph.ts';
import { createTestEngine } from './support/testEngine.ts';

/** Models in half precision against the float32 model with the same weights. */
const engine = createTestEngine();
afterAll(() => engine.close());

const [patches, width] = [16, 24];

/** Patches of 2 × 2 pixels, one block of masked attention and a gated layer; a mask of the lowest number, and a body. */
const transformer = (lowest: number, half?: 'float16' | 'bfloat16'): Model => {
  const branch = (name: string, factor: Tensor) => ({
    name,
    inputs: [],
    outputs: [{ name: `${name}_out`, type: half && { elementType: half } }],
    nodes: [node('Mul', ['temperature', `${name}_by`], [`${name}_out`])],
    initializers: new Map([[`${name}_by`, { ...factor, name: `${name}_by` }]]),
  });
  const one = half ? onesInHalf(half) : float32Tensor('one', [1], [1]);
  const heads = (name: string) => node('MatMul', ['tokens', `w_${name}`], [name]);
  const toType = half ? { to: int(half === 'float16' ? 10 : 16) } : { to: int(1) };
  return modelOf({
    inputs: { x: [1, 3, 8, 8] },
    opset: 18,
    outputs: ['y'],
    nodes: [
      node('Conv', ['x', 'embed'], ['patches'], { strides: ints([2, 2]) }),
      node('Reshape', ['patches', 'flat'], ['rows']),
      node('Transpose', ['rows'], ['tokens'], { perm: ints([0, 2, 1]) }),
      ...['q', 'k', 'v'].map(heads),
      node('Transpose', ['k'], ['kt'], { perm: ints([0, 2, 1]) }),
      node('MatMul', ['q', 'kt'], ['a']),
      node('Mul', ['a', 'temperature'], ['scaled']),
      node('Add', ['scaled', 'mask'], ['masked']),
      node('Softmax', ['masked'], ['p'], { axis: int(-1) }),
      node('MatMul', ['p', 'v'], ['mixed']),
      node('Add', ['tokens', 'mixed'], ['sum']),
      node('Cast', ['sum'], ['wide'], { to: int(1) }),
      node('Sigmoid', ['wide'], ['gate32']),
      node('Cast', ['gate32'], ['gate'], toType),
      node('If', ['always'], ['kept'], {
        then_branch: { kind: 'graph', value: branch('then', one) },
        else_branch: { kind: 'graph', value: branch('else', { ...one }) },
      }),
      node('Mul', ['gate', 'kept'], ['gated']),
      node('ConstantOfShape', ['width'], ['halves'], {
        value: { kind: 'tensor', value: half ? onesInHalf(half) : float32Tensor('value', [1], [1]) },
      }),
      node('Mul', ['gated', 'halves'], ['same']),
      node('ReduceMean', ['same', 'axis'], ['pooled'], { keepdims: int(0) }),
      node('MatMul', ['pooled', 'head'], ['y']),
    ],
    constants: [
      weights('embed', [width, 3, 2, 2], 61, 0.5),
      ...['q', 'k', 'v'].map((name, i) => weights(`w_${name}`, [width, width], 62 + i, 0.4)),
      weights('head', [width, CLASSES], 66),
      float32Tensor('temperature', [], [0.125]),
      float32Tensor(
        'mask',
        [patches, patches],
        Array.from({ length: patches * patches }, (_, i) => (i % patches > Math.floor(i / patches) ? lowest : 0)),
      ),
      integers('flat', [1, width, patches]),
      integers('width', [width]),
      integers('axis', [1]),
      { name: 'always', type: 'bool', dims: [], data: { kind: 'inline', bytes: Uint8Array.of(1) } },
    ],
  });
};

function onesInHalf(type: 'float16' | 'bfloat16'): Tensor {
  const bits = Uint16Array.of(type === 'float16' ? 0x3c00 : 0x3f80);
  return { name: 'one', type, dims: [1], data: { kind: 'inline', bytes: new Uint8Array(bits.buffer) } };
}

async function expectSameAs(half: Model, float: Model) {
  const [ours, expected] = [await openAsFile(half, engine), await openAsFile(float, engine)];
  const [a, b] = [await ours.gradient(input, target), await expected.gradient(input, target)];
  expect(relativeDistance(a.logits, b.logits)).toBeLessThanOrEqual(1e-5);
  expect(relativeDistance(a.gradient, b.gradient)).toBeLessThanOrEqual(1e-5);
  await Promise.all([ours.close(), expected.close()]);
}

describe.each(['float16', 'bfloat16'] as const)('%s is computed in float32', (type) => {
  it('a convolutional network', async () => {
    const plain = plainModel({ outputs: ['y'] });
    await expectSameAs(inHalf(plain, type), roundedToHalf(plain, type));
  });

  it('a transformer with casts, a body and a generated constant', async () => {
    const lowest = type === 'float16' ? -65504 : -3.3895313892515355e38;
    await expectSameAs(inHalf(transformer(lowest, type), type), roundedToHalf(transformer(lowest), type));
  });
});
