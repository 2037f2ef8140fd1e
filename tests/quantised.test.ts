import { inspectClassifier, openClassifier, prepareClassifier } from '@smoothgrad/attribution';
import { float32Tensor, int, type Model, type Tensor } from '@smoothgrad/onnx';
import { afterAll, describe, expect, it } from 'vitest';
import { cosine, largestDifference, relativeDistance } from './support/compare.ts';
import { CLASSES, input, openAsFile, plainConstants, plainModel, plainNodes, target } from './support/cornerModels.ts';
import { modelOf, node, numbers, weights } from './support/graphs.ts';
import { oneHot } from './support/models.ts';
import { engine, scale, whole } from './support/quantisedCases.ts';
import { run } from './support/runGraph.ts';

/** Quantised classifiers: the derivative is the straight-through estimate, and is said to be. */
afterAll(() => engine.close());

const [height, width] = [4, 5];
const size = 3 * height * width;
const x = numbers(size, 91, 3);
const head = weights('head', [size, CLASSES], 92);
const flat = node('Flatten', ['x'], ['flat']);

async function gradientOf(model: Model, at = x, chosen = oneHot(CLASSES, 2)) {
  const classifier = await openClassifier(model, engine);
  const result = await classifier.gradient(at, chosen);
  await classifier.close();
  return { ...result, derivative: classifier.derivative, scores: classifier.scores };
}

const classifier = (nodes: Parameters<typeof modelOf>[0]['nodes'], constants: readonly Tensor[], outputs = ['y']) =>
  modelOf({ inputs: { x: [1, 3, height, width] }, nodes, outputs, constants, opsets: { 'com.microsoft': 1 } });

/** Column `c` of the head, where `keep` says so. */
const column = (c: number, keep: (value: number) => boolean) => {
  if (head.data.kind !== 'inline') throw new Error('inline constants only');
  const values = new Float32Array(head.data.bytes.slice().buffer);
  return x.map((value, i) => (keep(value) ? values[i * CLASSES + c]! : 0));
};

describe('the derivative of rounding', () => {
  const constants = [head, scale('s', 0.02), whole('z', 'int8', [], [-28])];

  it('is 1 within the limits and 0 where it saturates', async () => {
    const nodes = [
      flat,
      node('QuantizeLinear', ['flat', 's', 'z'], ['q']),
      node('DequantizeLinear', ['q', 's', 'z'], ['d']),
      node('MatMul', ['d', 'head'], ['y']),
    ];
    const { gradient, derivative } = await gradientOf(classifier(nodes, constants));
    // Whole numbers from -128 to 127 around -28, a half beyond them too: (-100.5, 155.5) · 0.02.
    const expected = column(2, (value) => value > -2.01 && value < 3.11);
    expect(expected.filter((value) => value === 0).length).toBeGreaterThan(5);
    expect(largestDifference(gradient, expected)).toBeLessThanOrEqual(1e-6);
    expect(derivative).toBe('straight-through');
  });

  it('is 1 at zero where the lowest number is zero', async () => {
    const nodes = [
      flat,
      node('QuantizeLinear', ['flat', 's'], ['q']),
      node('DequantizeLinear', ['q', 's'], ['d']),
      node('MatMul', ['d', 'head'], ['y']),
    ];
    const at = x.map((value, i) => (i % 3 === 0 ? 0 : value));
    const { gradient } = await gradientOf(classifier(nodes, constants), at);
    const expected = column(2, () => true).map((w, i) => (at[i]! > -0.01 && at[i]! < 5.11 ? w : 0));
    expect(largestDifference(gradient, expected)).toBeLessThanOrEqual(1e-6);
  });

  it('takes the scale of dynamic quantisation for a constant', async () => {
    const nodes = [
      flat,
      node('DynamicQuantizeLinear', ['flat'], ['q', 'sq', 'zq']),
      node('DequantizeLinear', ['q', 'sq', 'zq'], ['d']),
      node('MatMul', ['d', 'head'], ['y']),
    ];
    const { gradient, derivative } = await gradientOf(classifier(nodes, [head]));
    expect(
      largestDifference(
        gradient,
        column(2, () => true),
      ),
    ).toBeLessThanOrEqual(1e-6);
    expect(derivative).toBe('straight-through');
  });

  it('is refused where a cast rounds, as before', async () => {
    const nodes = [
      flat,
      node('Cast', ['flat'], ['i'], { to: int(2) }),
      node('DequantizeLinear', ['i', 's'], ['d']),
      node('Add', ['d', 'flat'], ['sum']),
      node('MatMul', ['sum', 'head'], ['y']),
    ];
    await expect(gradientOf(classifier(nodes, constants))).rejects.toThrow(/integers computed from the image/);
  });

  it('is refused where integers take another way back to numbers', async () => {
    const nodes = [
      flat,
      node('QuantizeLinear', ['flat', 's'], ['q']),
      node('Mod', ['q', 'three'], ['m']),
      node('DequantizeLinear', ['m', 's'], ['d']),
      node('MatMul', ['d', 'head'], ['y']),
    ];
    const refused = classifier(nodes, [...constants, whole('three', 'uint8', [], [3])]);
    await expect(gradientOf(refused)).rejects.toThrow(/integers computed from the image/);
  });

  it('leaves weights that are only dequantised exact', async () => {
    const nodes = [flat, node('DequantizeLinear', ['w', 's'], ['head']), node('MatMul', ['flat', 'head'], ['y'])];
    const w = whole('w', 'int8', [size, CLASSES], Array.from(numbers(size * CLASSES, 3, 127), Math.round));
    const { derivative } = await gradientOf(classifier(nodes, [w, scale('s', 0.02)]));
    expect(derivative).toBe('exact');
  });
});

/** The plain network in QDQ form: 8-bit weights for each filter, 8-bit values everywhere. */
function inQdqForm(): Model {
  const constants: Tensor[] = [...plainConstants.filter(({ name }) => !['narrow', 'wide', 'head'].includes(name))];
  const nodes = [];
  for (const name of ['narrow', 'wide', 'head']) {
    const { dims, data } = plainConstants.find((tensor) => tensor.name === name)!;
    if (data.kind !== 'inline') throw new Error('inline constants only');
    const values = new Float32Array(data.bytes.slice().buffer);
    const step = Math.max(...values.map(Math.abs)) / 127;
    constants.push(
      whole(
        `${name}_q`,
        'int8',
        dims,
        Array.from(values, (value) => Math.round(value / step)),
      ),
    );
    constants.push(scale(`${name}_s`, step));
    nodes.push(node('DequantizeLinear', [`${name}_q`, `${name}_s`], [name]));
  }
  const ranges: Record<string, [number, number]> = {
    x: [-2, 2],
    c1: [-8, 8],
    r1: [0, 6],
    m1: [0, 6],
    r2: [0, 8],
    f: [0, 4],
    y: [-6, 6],
    p: [0, 1],
  };
  for (const one of plainNodes()) {
    nodes.push({ ...one, inputs: one.inputs.map((name) => (name in ranges ? `${name}_d` : name)) });
  }
  const quantisedNodes = nodes.flatMap((one) => [one, ...one.outputs.filter((name) => name in ranges).flatMap(pair)]);
  for (const [name, [lowest, highest]] of Object.entries(ranges)) {
    const step = (highest - lowest) / 255;
    constants.push(scale(`${name}_s`, step), whole(`${name}_z`, 'uint8', [], [Math.round(-lowest / step)]));
  }
  return plainModel({
    nodes: [...pair('x'), ...quantisedNodes],
    constants,
    outputs: ['p_d'],
    inputs: { x: [1, 3, 8, 8] },
  });
}

function softmax(logits: Float32Array): Float32Array {
  const powers = logits.map(Math.exp);
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

const pair = (name: string) => [
  node('QuantizeLinear', [name, `${name}_s`, `${name}_z`], [`${name}_q`]),
  node('DequantizeLinear', [`${name}_q`, `${name}_s`, `${name}_z`], [`${name}_d`]),
];

describe('a quantised network', () => {
  it('finds its logits behind a quantised softmax, and gives a map close to that of the float32 network', async () => {
    const plain = await openAsFile(plainModel(), engine);
    const quantised = await openAsFile(inQdqForm(), engine);
    expect(quantised.scores).toMatchObject({ tensor: 'y_d', activation: 'softmax', assumed: false });
    const [expected, result] = [await plain.gradient(input, target), await quantised.gradient(input, target)];
    expect(cosine(result.gradient, expected.gradient)).toBeGreaterThan(0.9);
    const { p_d: probable } = await run(inQdqForm(), engine, { x: input }, { optimisation: 'basic' });
    expect(largestDifference(softmax(result.logits), probable!.data as Float32Array)).toBeLessThan(1.1 / 255);
    await Promise.all([plain.close(), quantised.close()]);
  });

  it('is inspected as what it is', async () => {
    const model = inQdqForm();
    const report = inspectClassifier(model, await prepareClassifier(model, engine));
    const status = Object.fromEntries(report.operators.map(({ op, status }) => [op, status]));
    expect(report.unsupported).toEqual([]);
    expect(status).toMatchObject({
      QuantizeLinear: 'straight-through',
      DequantizeLinear: 'exact',
      Conv: 'exact',
      Softmax: 'off path',
    });
  });

  it('in integer kernels has the gradient of its QDQ form', async () => {
    const shared = [
      scale('sx', 4 / 255),
      whole('zx', 'uint8', [], [128]),
      whole('w', 'int8', [6, 3, 3, 3], Array.from(numbers(162, 7, 63), Math.round)),
      scale('sw', ...Array.from(numbers(6, 8, 0.001), (s) => 0.002 + s)),
      scale('sy', 8 / 255),
      whole('zy', 'uint8', [], [100]),
      whole('b', 'int32', [6], Array.from(numbers(6, 9, 20000), Math.round)),
      whole('zw', 'int8', [6], [0, 0, 0, 0, 0, 0]),
      weights('last', [6, CLASSES], 10),
    ];
    const first = node('QuantizeLinear', ['x', 'sx', 'zx'], ['q']);
    const end = [
      node('DequantizeLinear', ['r', 'sy', 'zy'], ['d']),
      node('GlobalAveragePool', ['d'], ['g']),
      node('Flatten', ['g'], ['f']),
      node('MatMul', ['f', 'last'], ['y']),
    ];
    const bias = node('Mul', ['sw', 'sx'], ['sb']);
    const kernels = [first, node('QLinearConv', ['q', 'sx', 'zx', 'w', 'sw', 'zw', 'sy', 'zy', 'b'], ['r']), ...end];
    const qdq = [
      first,
      node('DequantizeLinear', ['q', 'sx', 'zx'], ['xd']),
      node('DequantizeLinear', ['w', 'sw', 'zw'], ['wd'], { axis: int(0) }),
      bias,
      node('DequantizeLinear', ['b', 'sb'], ['bd'], { axis: int(0) }),
      node('Conv', ['xd', 'wd', 'bd'], ['c']),
      node('QuantizeLinear', ['c', 'sy', 'zy'], ['r']),
      ...end,
    ];
    const [a, b] = [await gradientOf(classifier(kernels, shared)), await gradientOf(classifier(qdq, shared))];
    expect(relativeDistance(a.gradient, b.gradient)).toBeLessThan(1e-5);
    expect(relativeDistance(a.logits, b.logits)).toBeLessThan(1e-3);
    const { y } = await run(classifier(kernels, shared), engine, { x }, { optimisation: 'basic' });
    expect(relativeDistance(a.logits, y!.data as Float32Array)).toBeLessThan(1e-3);
  });

  it('that returns integers is explained in their steps', async () => {
    const nodes = [flat, node('MatMul', ['flat', 'head'], ['m']), node('QuantizeLinear', ['m', 's', 'z'], ['y'])];
    const model = classifier(nodes, [head, scale('s', 0.1), whole('z', 'uint8', [], [120])]);
    const { y } = await run(model, engine, { x });
    const { logits, gradient } = await gradientOf(model);
    expect(Array.from(logits, (value) => value + 0)).toEqual(Array.from(y!.data, Number));
    expect(
      largestDifference(
        gradient,
        column(2, () => true).map((w) => w * 10),
      ),
    ).toBeLessThan(1e-6);
  });
});

it('weights in 4 bits, in blocks, give the logits of their float32 numbers', async () => {
  const w = Array.from(numbers(64 * CLASSES, 4, 7.4), Math.round);
  const scales = Array.from(numbers(4 * CLASSES, 5, 0.02), (s) => 0.05 + s);
  const exact = w.map((value, i) => {
    const [row, c] = [Math.floor(i / CLASSES), i % CLASSES];
    return value * Math.fround(scales[Math.floor(row / 16) * CLASSES + c]!);
  });
  const nodes = [
    node('Flatten', ['x'], ['flat']),
    node('DequantizeLinear', ['w', 's'], ['m'], { axis: int(0), block_size: int(16) }),
    node('MatMul', ['flat', 'm'], ['y']),
  ];
  const constants = [whole('w', 'int4', [64, CLASSES], w), float32Tensor('s', [4, CLASSES], scales)];
  const shape = { x: [1, 1, 8, 8] };
  const model = modelOf({ inputs: shape, nodes, outputs: ['y'], constants, opset: 21 });
  const plain = modelOf({
    inputs: shape,
    nodes: [nodes[0]!, nodes[2]!],
    outputs: ['y'],
    constants: [float32Tensor('m', [64, CLASSES], exact)],
  });
  const at = numbers(64, 6);
  const [a, b] = [await gradientOf(model, at), await gradientOf(plain, at)];
  expect(largestDifference(a.logits, b.logits)).toBeLessThanOrEqual(1e-6);
  expect(largestDifference(a.gradient, b.gradient)).toBeLessThanOrEqual(1e-6);
  expect(a.derivative).toBe('exact');
});

it('4-bit weights that are moved before they are dequantised', async () => {
  const w = Array.from(numbers(64 * CLASSES, 4, 7.4), Math.round);
  const nodes = [
    node('Flatten', ['x'], ['flat']),
    node('Transpose', ['w'], ['t']),
    node('DequantizeLinear', ['t', 's', 'z'], ['m']),
    node('MatMul', ['flat', 'm'], ['y']),
  ];
  const constants = [whole('w', 'int4', [CLASSES, 64], w), scale('s', 0.5), whole('z', 'int4', [], [0])];
  const model = modelOf({ inputs: { x: [1, 1, 8, 8] }, nodes, outputs: ['y'], constants, opset: 21 });
  const { gradient } = await gradientOf(model, numbers(64, 6));
  expect([...gradient]).toEqual(w.slice(2 * 64, 3 * 64).map((value) => value / 2 + 0));
});
