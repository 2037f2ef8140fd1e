import { standard } from '@smoothgrad/autodiff';
import { type Engine, float32Tensor, int, SpecialisationError, type StaticModel } from '@smoothgrad/onnx';
import { afterAll, describe, expect, it } from 'vitest';
import { largestDifference } from '../../../../tests/support/compare.ts';
import { modelOf, node, numbers, weights } from '../../../../tests/support/graphs.ts';
import { oneHot } from '../../../../tests/support/models.ts';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';
import { openClassifier } from './classifier.ts';
import { ClassifierError } from './errors.ts';
import { backwardRecipe, gradientRecipe } from './gradientRecipe.ts';
import { prepareClassifier } from './prepare.ts';

const engine = createTestEngine();
afterAll(() => engine.close());

const classes = 3;
const w = weights('w', [classes, 3, 2, 2], 2);
const nodes = [node('Conv', ['x', 'w'], ['features']), node('GlobalAveragePool', ['features'], ['pooled'])];
const tail = [node('Flatten', ['pooled'], ['y']), node('Softmax', ['y'], ['p'])];
const classifierTaking = (...shape: (number | string | undefined)[]) =>
  modelOf({ inputs: { x: shape }, nodes: [...nodes, ...tail], outputs: ['p'], constants: [w] });

describe('the size of the input', () => {
  it('is asked for where the model leaves it open', async () => {
    const open = classifierTaking('N', 3, 'H', 'W');
    await expect(openClassifier(open, engine)).rejects.toThrow(ClassifierError);
    await expect(openClassifier(open, engine)).rejects.toThrow("'x' takes any height and width: say which with --size");
    const classifier = await openClassifier(open, engine, { size: { height: 4, width: 6 } });
    expect(classifier.input).toEqual({
      name: 'x',
      isWhole: false,
      layout: 'NCHW',
      channels: 3,
      height: 4,
      width: 6,
      shape: [1, 3, 4, 6],
    });
    await classifier.close();
  });

  it('is the model’s own where it has one', async () => {
    const size = { height: 9, width: 9 };
    const classifier = await openClassifier(classifierTaking(1, 3, 5, 4), engine, { size });
    expect(classifier.input).toMatchObject({ height: 5, width: 4 });
    await classifier.close();
    const half = await prepareClassifier(classifierTaking(1, 3, 'H', 4), engine, { size });
    expect(half.input.shape).toEqual([1, 3, 9, 4]);
  });

  it('that the network cannot take is refused', async () => {
    const size = { height: 1, width: 4 };
    const expected =
      "input [1,3,1,4] is too small for the network: 'features' [1,3,0,3] is empty. Give a larger --size";
    await expect(openClassifier(classifierTaking(1, 3, 'H', 'W'), engine, { size })).rejects.toThrow(expected);
    const fixed = [node('Flatten', ['x'], ['flat']), node('MatMul', ['flat', 'matrix'], ['y'])];
    const matrix = weights('matrix', [48, classes]);
    const rigid = modelOf({
      inputs: { x: [1, 3, 'H', 'W'] },
      nodes: fixed,
      outputs: ['y'],
      constants: [matrix],
    });
    const tooLarge = openClassifier(rigid, engine, { size: { height: 5, width: 5 } });
    await expect(tooLarge).rejects.toThrow(SpecialisationError);
    await expect(tooLarge).rejects.toThrow(`${engine.name} cannot load the model`);
  });
});

describe('an open classifier', () => {
  it('reports what it is', async () => {
    const classifier = await openClassifier(classifierTaking('N', 3, 4, 4), engine);
    expect(classifier.scores).toEqual({ tensor: 'y', classes, activation: 'softmax', assumed: false, kind: 'logit' });
    expect(classifier.engine).toBe(engine.name);
    expect(classifier.parallel).toBe(1);
    await classifier.close();
  });

  it('returns the logits also where the probability is differentiated', async () => {
    const x = numbers(48);
    const byLogit = await openClassifier(classifierTaking('N', 3, 4, 4), engine);
    const byProbability = await openClassifier(classifierTaking('N', 3, 4, 4), engine, { score: 'probability' });
    const expected = await byLogit.gradient(x, oneHot(classes, 0));
    const result = await byProbability.gradient(x, oneHot(classes, 0));
    expect(largestDifference(result.logits, expected.logits)).toBeLessThan(1e-6);
    expect(byProbability.scores.kind).toBe('probability');
    await Promise.all([byLogit.close(), byProbability.close()]);
  });

  it('is linear in the cotangent', async () => {
    const classifier = await openClassifier(classifierTaking('N', 3, 4, 4), engine);
    const x = numbers(48);
    const maps = await Promise.all([0, 1, 2].map((target) => classifier.gradient(x, oneHot(classes, target))));
    const mixed = await classifier.gradient(x, Float32Array.of(2, -1, 0.5));
    const expected = maps[0]!.gradient.map((v, i) => 2 * v - maps[1]!.gradient[i]! + 0.5 * maps[2]!.gradient[i]!);
    expect(largestDifference(mixed.gradient, expected)).toBeLessThan(1e-6);
    await classifier.close();
  });

  it('refuses a tensor or cotangent of another length', async () => {
    const classifier = await openClassifier(classifierTaking('N', 3, 4, 4), engine);
    const expected = 'expected 48 input and 3 cotangent values, got 47 and 3';
    await expect(classifier.gradient(new Float32Array(47), new Float32Array(3))).rejects.toThrow(expected);
    await expect(classifier.gradient(new Float32Array(48), new Float32Array(1))).rejects.toThrow(ClassifierError);
    await classifier.close();
  });

  it('takes other rules', async () => {
    const relu = modelOf({
      inputs: { x: [1, 3, 4, 4] },
      nodes: [
        node('Relu', ['x'], ['r']),
        ...nodes.map((n) => ({ ...n, inputs: n.inputs.map((i) => (i === 'x' ? 'r' : i)) })),
        ...tail,
      ],
      outputs: ['p'],
      constants: [w],
    });
    const passing = {
      ...standard,
      Relu: { op: 'Relu', backward: ({ cotangents: [dy] }: { cotangents: readonly unknown[] }) => [dy] },
    };
    const recipe = backwardRecipe('passing', { rules: async () => passing as typeof standard });
    const classifier = await openClassifier(relu, engine, { recipe });
    const plain = await openClassifier(classifierTaking(1, 3, 4, 4), engine);
    const x = numbers(48);
    const ours = await (await classifier.program(recipe)).run(x, [oneHot(classes, 1)]);
    const linear = await plain.gradient(x, oneHot(classes, 1));
    expect(largestDifference(ours.gradients[0]!, linear.gradient)).toBeLessThan(1e-6);
    await Promise.all([classifier.close(), plain.close()]);
  });

  it('reads a file of half precision through a float32 input', async () => {
    const half = modelOf({
      inputs: { x: { type: 'float16', shape: ['N', 3, 4, 4] } },
      nodes: [
        node('Cast', ['w'], ['w16'], { to: int(10) }),
        node('Conv', ['x', 'w16'], ['features']),
        nodes[1]!,
        tail[0]!,
      ],
      outputs: ['y'],
      constants: [w],
    });
    const classifier = await openClassifier(half, engine);
    const plain = await openClassifier(classifierTaking(1, 3, 4, 4), engine);
    const x = numbers(48);
    const [ours, expected] = await Promise.all([classifier, plain].map((each) => each.gradient(x, oneHot(classes, 1))));
    expect(classifier.input.name).toBe('x');
    expect(ours!.gradient).toBeInstanceOf(Float32Array);
    expect(largestDifference(ours!.gradient, expected!.gradient)).toBeLessThan(2e-3);
    expect(largestDifference(ours!.logits, expected!.logits)).toBeLessThan(2e-3);
    await Promise.all([classifier.close(), plain.close()]);
  });
});

it('closes every session it opened, also where the model is refused', async () => {
  let open = 0;
  const counting: Engine = {
    ...engine,
    async createSession(options) {
      const session = await engine.createSession(options);
      open++;
      return {
        ...session,
        close() {
          open--;
          return session.close();
        },
      };
    },
  };
  const classifier = await openClassifier(classifierTaking(1, 3, 4, 4), counting);
  expect(open).toBe(1);
  await classifier.close();
  const bad = modelOf({ inputs: { x: [1, 3, 4, 4] }, nodes, outputs: ['features'], constants: [w] });
  await expect(openClassifier(bad, counting)).rejects.toThrow(ClassifierError);
  expect(open).toBe(0);
});

it('gradients of several scores come from one graph, as from one each', async () => {
  const classifier = await openClassifier(classifierTaking(1, 3, 4, 4), engine, { recipe: gradientRecipe(3) });
  const x = numbers(48);
  const cotangents = [oneHot(classes, 1), oneHot(classes, 0), oneHot(classes, 1).map((value) => -2 * value)];
  const { gradients, logits } = await (await classifier.program(gradientRecipe(3))).run(x, cotangents);
  expect(gradients).toHaveLength(3);
  for (const [k, cotangent] of cotangents.entries()) {
    const one = await classifier.gradient(x, cotangent);
    expect(largestDifference(gradients[k]!, one.gradient)).toBeLessThan(1e-6);
    expect(logits).toEqual(one.logits);
  }
  expect(await classifier.logits(x)).toEqual(logits);
  await classifier.close();
});

it('a prepared model is static: every value on the path has a shape', async () => {
  const { model } = await prepareClassifier(classifierTaking('N', 3, 'H', 'W'), engine, {
    size: { height: 4, width: 4 },
    batch: 2,
  });
  const shapeOf = (name: string) => (model satisfies StaticModel).values.get(name)?.shape;
  expect(['x', 'features', 'pooled', 'y', 'p', 'w'].map(shapeOf)).toEqual([
    [2, 3, 4, 4],
    [2, classes, 3, 3],
    [2, classes, 1, 1],
    [2, classes],
    [2, classes],
    [classes, 3, 2, 2],
  ]);
});

it('scores named in the options may lie before an operator without a rule', async () => {
  const model = modelOf({
    inputs: { x: [1, 3, 4, 4] },
    nodes: [...nodes, tail[0]!, node('Bernoulli', ['y'], ['z'])],
    outputs: ['z'],
    constants: [w, float32Tensor('unused', [1], [1])],
  });
  await expect(openClassifier(model, engine)).rejects.toThrow('Bernoulli');
  const classifier = await openClassifier(model, engine, { scores: 'y' });
  expect(classifier.scores).toMatchObject({ tensor: 'y', classes });
  await classifier.close();
});
