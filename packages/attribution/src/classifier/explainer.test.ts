import { NotDifferentiableError, standard } from '@smoothgrad/autodiff';
import { float32Tensor, int, type Model, readModel, writeModel } from '@smoothgrad/onnx';
import { afterAll, describe, expect, it } from 'vitest';
import { largestDifference } from '../../../../tests/support/compare.ts';
import { modelOf, node, numbers, weights } from '../../../../tests/support/graphs.ts';
import { oneHot } from '../../../../tests/support/models.ts';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';
import { openClassifier } from './classifier.ts';
import type { ClassifierOptions } from './compileExplainer.ts';
import { ClassifierError } from './errors.ts';
import { buildExplainer } from './explainer.ts';
import { prepareClassifier } from './prepare.ts';

const engine = createTestEngine();
afterAll(() => engine.close());

const features = 3 * 2 * 2;
const classes = 4;
const matrix = numbers(features * classes, 3);
const constants = [float32Tensor('w', [features, classes], matrix)];

/** y = W x, so ∂(Σ c·y)/∂x = Wᵀ c, whatever the values in between are called. */
function linear(
  flat = 'flat',
  out = 'y',
  tail: ReturnType<typeof node>[] = [],
  output = tail.at(-1)?.outputs[0] ?? out,
): Model {
  const nodes = [node('Flatten', ['x'], [flat]), node('MatMul', [flat, 'w'], [out]), ...tail];
  return modelOf({ inputs: { x: ['N', 3, 2, 2] }, nodes, outputs: [output], constants });
}

async function compile(
  source: Model,
  {
    batch = 1,
    score = 'logit',
    withLogits = false,
    ...options
  }: ClassifierOptions & { batch?: number; withLogits?: boolean } = {},
) {
  const prepared = await prepareClassifier(source, engine, { batch, ...options });
  const { model, input, scores } = prepared;
  return buildExplainer(model, { input: input.name, scores, score, rules: standard, batch, target: 'cpu', withLogits });
}

async function run(explainer: Model, x: Float32Array, cotangent: Float32Array, batch = 1) {
  const session = await engine.createSession({ model: writeModel(explainer, 'reference'), optimisation: 'all' });
  const results = await session.run({
    x: { type: 'float32', shape: [batch, 3, 2, 2], data: x },
    cotangent: { type: 'float32', shape: [batch, cotangent.length / batch], data: cotangent },
  });
  await session.close();
  return results;
}

const matrixRow = (cotangent: ArrayLike<number>, offset = 0) =>
  Float32Array.from({ length: features }, (_, i) => {
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += matrix[i * classes + c]! * cotangent[offset + c]!;
    return sum;
  });

describe('the compiled explainer', () => {
  it('takes the input and `cotangent`, and returns `scores` and `gradient`, typed', async () => {
    const { graph, metadata } = readModel(writeModel(await compile(linear(), { batch: 2 }), 'reference'), 'e.onnx');
    const shapes = (values: typeof graph.inputs) => Object.fromEntries(values.map(({ name, type }) => [name, type]));
    expect(shapes(graph.inputs)).toEqual({
      x: { elementType: 'float32', shape: [2, 3, 2, 2] },
      cotangent: { elementType: 'float32', shape: [2, classes] },
    });
    expect(shapes(graph.outputs)).toEqual({
      scores: { elementType: 'float32', shape: [2, classes] },
      gradient: { elementType: 'float32', shape: [2, 3, 2, 2] },
    });
    expect(metadata.get('smoothgrad.explainer')).toBe('1');
  });

  it.each([1, 3])('gives each of %i images its own gradient', async (batch) => {
    const x = numbers(batch * features, 5);
    const cotangent = numbers(batch * classes, 7);
    const { gradient, scores } = await run(await compile(linear(), { batch }), x, cotangent, batch);
    expect(scores!.shape).toEqual([batch, classes]);
    for (let n = 0; n < batch; n++) {
      const part = (gradient!.data as Float32Array).slice(n * features, (n + 1) * features);
      expect(largestDifference(part, matrixRow(cotangent, n * classes))).toBeLessThan(1e-6);
    }
  });

  it('brings scores of any shape to [N, classes]', async () => {
    const spatial = modelOf({
      inputs: { x: ['N', 3, 2, 2] },
      nodes: [node('Conv', ['x', 'k'], ['y'])],
      outputs: ['y'],
      constants: [weights('k', [classes, 3, 2, 2])],
    });
    const { scores, gradient } = await run(await compile(spatial), numbers(features), oneHot(classes, 2));
    expect(scores!.shape).toEqual([1, classes]);
    expect([...(gradient!.data as Float32Array)]).toEqual([
      ...numbers(classes * features).slice(2 * features, 3 * features),
    ]);
  });
});

describe("a model's own names", () => {
  const reserved = ['scores', 'gradient', 'logits', 'cotangent'];

  it.each(
    reserved.flatMap(
      (name) =>
        [
          [name, linear(name, 'y')],
          [name, linear('flat', name)],
          [name, linear('flat', 'y', [node('Softmax', ['y'], [name])])],
        ] as const,
    ),
  )('may be `%s`', async (_, model) => {
    for (const score of ['logit', 'probability'] as const) {
      const explainer = await compile(model, { score, withLogits: true });
      expect(explainer.graph.outputs.map(({ name }) => name).sort()).toEqual(
        score === 'logit' ? ['gradient', 'scores'] : ['gradient', 'logits', 'scores'],
      );
      if (score === 'probability') continue;
      const { gradient } = await run(explainer, numbers(features), oneHot(classes, 1));
      expect(largestDifference(gradient!.data as Float32Array, matrixRow(oneHot(classes, 1)))).toBeLessThan(1e-6);
    }
  });

  it('may be all of them at once, and are reported as the file has them', async () => {
    const tail = [node('Identity', ['scores'], ['gradient']), node('Softmax', ['gradient'], ['logits'])];
    const classifier = await openClassifier(linear('cotangent', 'scores', tail), engine);
    expect(classifier.scores).toMatchObject({ tensor: 'gradient', classes, activation: 'softmax' });
    const { gradient } = await classifier.gradient(numbers(features), oneHot(classes, 3));
    expect(largestDifference(gradient, matrixRow(oneHot(classes, 3)))).toBeLessThan(1e-6);
    await classifier.close();
  });

  it('may be a weight called `scores`, and a value whose new name is taken', async () => {
    const model = modelOf({
      inputs: { x: [1, 3, 2, 2] },
      nodes: [
        node('Flatten', ['x'], ['scores_of_model']),
        node('MatMul', ['scores_of_model', 'scores'], ['y']),
        node('Softmax', ['y'], ['p']),
      ],
      outputs: ['p'],
      constants: [float32Tensor('scores', [features, classes], matrix)],
    });
    const { gradient } = await run(await compile(model), numbers(features), oneHot(classes, 0));
    expect(largestDifference(gradient!.data as Float32Array, matrixRow(oneHot(classes, 0)))).toBeLessThan(1e-6);
  });

  it('can be given as --scores', async () => {
    const tail = [node('Identity', ['scores'], ['other']), node('Relu', ['other'], ['y2'])];
    const classifier = await openClassifier(linear('flat', 'scores', tail), engine, { scores: 'scores' });
    expect(classifier.scores.tensor).toBe('scores');
    await classifier.close();
    await expect(openClassifier(linear('scores', 'y', []), engine, { scores: 'no' })).rejects.toThrow('scores, y');
  });

  it.each(reserved)('must not be the input `%s`', async (name) => {
    const model = modelOf({
      inputs: { [name]: [1, 3, 2, 2] },
      nodes: [node('Flatten', [name], ['flat']), node('MatMul', ['flat', 'w'], ['y'])],
      outputs: ['y'],
      constants,
    });
    await expect(prepareClassifier(model, engine)).rejects.toThrow(ClassifierError);
    await expect(prepareClassifier(model, engine)).rejects.toThrow(`input is called '${name}'`);
  });
});

describe('score: probability', () => {
  it('gives probabilities for scores, and the logits on request only', async () => {
    const names = async (withLogits: boolean) =>
      (await compile(linear(), { score: 'probability', withLogits })).graph.outputs.map(({ name }) => name).sort();
    expect(await names(false)).toEqual(['gradient', 'scores']);
    expect(await names(true)).toEqual(['gradient', 'logits', 'scores']);
  });

  const x = numbers(features, 11);
  const logits = matrixTimes(x);

  it('softmax: ∂p_t/∂y_j = p_t(δ_tj − p_j)', async () => {
    const exponentials = logits.map(Math.exp);
    const sum = exponentials.reduce((a, b) => a + b, 0);
    const p = exponentials.map((value) => value / sum);
    for (const model of [linear(), linear('flat', 'y', [node('Softmax', ['y'], ['p'])])]) {
      const results = await run(
        await compile(model, { score: 'probability', withLogits: true }),
        x,
        oneHot(classes, 1),
      );
      const expected = matrixRow(p.map((value, j) => p[1]! * ((j === 1 ? 1 : 0) - value)));
      expect(largestDifference(results.gradient!.data as Float32Array, expected)).toBeLessThan(1e-5);
      expect(largestDifference(results.scores!.data as Float32Array, p)).toBeLessThan(1e-6);
      expect(largestDifference(results.logits!.data as Float32Array, logits)).toBeLessThan(1e-6);
    }
  });

  it('sigmoid: ∂p_t/∂y_t = p_t(1 − p_t), and nothing for other classes', async () => {
    const model = linear('flat', 'y', [node('Sigmoid', ['y'], ['p'])]);
    const results = await run(await compile(model, { score: 'probability' }), x, oneHot(classes, 2));
    const p = 1 / (1 + Math.exp(-logits[2]!));
    expect(largestDifference(results.gradient!.data as Float32Array, matrixRow([0, 0, p * (1 - p), 0]))).toBeLessThan(
      1e-5,
    );
    expect((results.scores!.data as Float32Array)[2]).toBeCloseTo(p, 6);
  });

  it('one output: sigmoid, also where the model ends in the logit', async () => {
    const column = [float32Tensor('v', [classes, 1], [0.1, -0.2, 0.3, -0.4])];
    const nodes = [
      node('Flatten', ['x'], ['flat']),
      node('MatMul', ['flat', 'w'], ['h']),
      node('MatMul', ['h', 'v'], ['y']),
    ];
    const model = modelOf({
      inputs: { x: [1, 3, 2, 2] },
      nodes,
      outputs: ['y'],
      constants: [...constants, ...column],
    });
    const logit = 0.1 * logits[0]! - 0.2 * logits[1]! + 0.3 * logits[2]! - 0.4 * logits[3]!;
    const p = 1 / (1 + Math.exp(-logit));
    const results = await run(await compile(model, { score: 'probability' }), x, Float32Array.of(1));
    const expected = matrixRow([0.1, -0.2, 0.3, -0.4].map((value) => value * p * (1 - p)));
    expect(largestDifference(results.gradient!.data as Float32Array, expected)).toBeLessThan(1e-5);
  });
});

function matrixTimes(x: Float32Array): number[] {
  return Array.from({ length: classes }, (_, c) =>
    x.reduce((sum, value, i) => sum + value * matrix[i * classes + c]!, 0),
  );
}

describe('refused', () => {
  it('scores that do not depend on the input', async () => {
    const model = modelOf({
      inputs: { x: [1, 3, 2, 2] },
      nodes: [
        node('Shape', ['x'], ['shape']),
        node('Cast', ['shape'], ['floats'], { to: int(1) }),
        node('Unsqueeze', ['floats', 'axis'], ['y']),
      ],
      outputs: ['y'],
      constants: [
        { ...float32Tensor('axis', [1], [0]), type: 'int64', data: { kind: 'inline', bytes: new Uint8Array(8) } },
      ],
    });
    await expect(prepareClassifier(model, engine)).rejects.toThrow("the scores 'y' do not depend on the input 'x'");
  });

  it('scores that depend on the input through integers alone', async () => {
    const tail = [
      node('ArgMax', ['y'], ['top'], { axis: int(1) }),
      node('Cast', ['top'], ['number'], { to: int(1) }),
      node('Expand', ['number', 'to'], ['z']),
    ];
    const bytes = new Uint8Array(BigInt64Array.of(1n, 4n).buffer);
    const model = linear('flat', 'y', tail);
    const to = { name: 'to', type: 'int64' as const, dims: [2], data: { kind: 'inline' as const, bytes } };
    const graph = { ...model.graph, initializers: new Map([...model.graph.initializers, ['to', to]]) };
    await expect(compile({ ...model, graph })).rejects.toThrow(
      /Cast at node '.*number'.*integers computed from the image/,
    );
  });

  it('an operator without a rule, named', async () => {
    const model = linear('flat', 'y', [node('Bernoulli', ['y'], ['z'])]);
    await expect(compile(model)).rejects.toThrow(NotDifferentiableError);
    await expect(compile(model)).rejects.toThrow(/Bernoulli at node 'Bernoulli_z'/);
  });
});
