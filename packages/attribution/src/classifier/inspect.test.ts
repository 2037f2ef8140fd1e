import { float32Tensor, int64Tensor, type Model } from '@smoothgrad/onnx';
import { afterAll, describe, expect, it } from 'vitest';
import { modelOf, node, weights } from '../../../../tests/support/graphs.ts';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';
import { inspectClassifier } from './inspect.ts';
import { prepareClassifier } from './prepare.ts';

const engine = createTestEngine();
afterAll(() => engine.close());

const inspect = async (model: Model, options = {}) =>
  inspectClassifier(model, await prepareClassifier(model, engine, options));
const statusOf = ({ operators }: Awaited<ReturnType<typeof inspect>>, op: string) =>
  operators.find((entry) => entry.op === op);

const constants = [
  weights('w', [4, 3, 3, 3]),
  float32Tensor('one', [4], [1, 1, 1, 1]),
  float32Tensor('nought', [4], [0, 0, 0, 0]),
  int64Tensor('flat', [2], [0, -1]),
  int64Tensor('k', [1], [2]),
];
const norm = node('BatchNormalization', ['c', 'one', 'nought', 'nought', 'one'], ['n']);
const nodes = [
  node('Conv', ['x', 'w'], ['c']),
  norm,
  node('Relu', ['n'], ['r']),
  node('GlobalAveragePool', ['r'], ['g']),
  node('Reshape', ['g', 'flat'], ['y']),
  node('Softmax', ['y'], ['p']),
];
const model = (extra = nodes, outputs = ['p'], opset = 18) =>
  modelOf({ inputs: { x: ['N', 3, 6, 5] }, nodes: extra, outputs, constants, opset });

describe('inspectClassifier', () => {
  it('says what a model is', async () => {
    expect(await inspect(model())).toEqual({
      input: { name: 'x', shape: [1, 3, 6, 5], layout: 'NCHW', channels: 3 },
      scores: { tensor: 'y', activation: 'softmax', assumed: false },
      classes: 4,
      flops: 2 * 4 * 12 * 27,
      nodes: 6,
      operators: [
        { op: 'Conv', count: 1, status: 'exact' },
        { op: 'BatchNormalization', count: 1, status: 'exact' },
        { op: 'Relu', count: 1, status: 'exact' },
        { op: 'GlobalAveragePool', count: 1, status: 'exact' },
        { op: 'Reshape', count: 1, status: 'exact' },
        { op: 'Softmax', count: 1, status: 'off path' },
      ],
      unsupported: [],
      // The Conv and two vectors of 4; the shape is no parameter.
      parameters: 4 * 27 + 8,
      opset: 18,
      producer: 'test',
      // The gradient is one convolution back to the image: 4 channels of 3×3 for each of its 90 numbers.
      explainer: { bytes: expect.any(Number), nodes: expect.any(Number), flops: 2 * 4 * 12 * 27 + 2 * 90 * 36 },
    });
  });

  it('sorts operators by how often they occur', async () => {
    const more = [
      ...nodes.slice(0, 3),
      node('Relu', ['r'], ['r2']),
      node('GlobalAveragePool', ['r2'], ['g']),
      ...nodes.slice(4),
    ];
    expect((await inspect(model(more))).operators[0]).toEqual({ op: 'Relu', count: 2, status: 'exact' });
  });

  it('names operators without a rule on the path, and ignores those off it', async () => {
    const signed = [
      ...nodes.slice(0, 3),
      node('Bernoulli', ['r'], ['s']),
      node('GlobalAveragePool', ['s'], ['g']),
      nodes[4]!,
    ];
    const found = await inspect(model([...signed, node('TopK', ['y', 'k'], ['values', 'indices'])], ['y', 'indices']));
    expect(found.unsupported).toEqual([
      { node: 'Bernoulli_s', op: 'Bernoulli', reason: 'there is no gradient rule for this operator' },
    ]);
    expect(statusOf(found, 'Bernoulli')?.status).toBe('refused');
    expect(statusOf(found, 'TopK')?.status).toBe('off path');
    expect(statusOf(found, 'Conv')?.status).toBe('exact');
  });

  it('calls an operator refused if one of its nodes is', async () => {
    const dropouts = [
      ...nodes.slice(0, 3),
      node('Dropout', ['r'], ['d1']),
      node('Dropout', ['d1', 'ratio', 'training'], ['d2']),
      node('GlobalAveragePool', ['d2'], ['g']),
      nodes[4]!,
    ];
    const training = {
      ...float32Tensor('training', [], [1]),
      type: 'bool' as const,
      data: { kind: 'inline' as const, bytes: Uint8Array.of(1) },
    };
    const source = modelOf({
      inputs: { x: [1, 3, 6, 5] },
      nodes: dropouts,
      outputs: ['y'],
      constants: [...constants, float32Tensor('ratio', [], [0.5]), training],
    });
    const found = await inspect(source);
    expect(statusOf(found, 'Dropout')).toEqual({ op: 'Dropout', count: 2, status: 'refused' });
    expect(found.unsupported.map((obstacle) => obstacle.node)).toEqual(['Dropout_d2']);
  });

  it('recognises operators of old operator sets that were rewritten', async () => {
    const old = [
      ...nodes.slice(0, 3),
      node('Dropout', ['r'], ['d']),
      node('GlobalAveragePool', ['d'], ['g']),
      ...nodes.slice(4),
    ];
    const found = await inspect(model(old, ['p'], 9));
    expect(found.opset).toBe(9);
    expect(statusOf(found, 'Dropout')?.status).toBe('exact');
    expect(statusOf(found, 'BatchNormalization')?.status).toBe('exact');
    expect(found.scores).toEqual({ tensor: 'y', activation: 'softmax', assumed: false });
  });

  it('uses the names of the file', async () => {
    const named = [
      ...nodes.slice(0, 4),
      node('Reshape', ['g', 'flat'], ['scores']),
      node('Bernoulli', ['scores'], ['gradient']),
    ].map((each) => ({ ...each, name: '' }));
    const found = await inspect(model(named, ['gradient']));
    expect(found.scores.tensor).toBe('gradient');
    expect(found.unsupported.map((obstacle) => obstacle.node)).toEqual(['gradient']);
    expect(statusOf(found, 'Bernoulli')?.status).toBe('refused');
    expect(statusOf(found, 'Reshape')?.status).toBe('exact');
  });
});
