import { readFileSync } from 'node:fs';
import { decodeNpz, deconvnet, explain, explainAll, guidedBackprop, openClassifier } from '@smoothgrad/attribution';
import type { GraphNode, Model, Tensor } from '@smoothgrad/onnx';
import { afterAll, describe, expect, it } from 'vitest';
import { largestDifference, relativeDistance } from './support/compare.ts';
import { modelOf, node, numbers, weights } from './support/graphs.ts';
import { openFile } from './support/models.ts';
import { floats } from './support/runGraph.ts';
import { sharedPath } from './support/shared.ts';
import { createTestEngine } from './support/testEngine.ts';
import { expectClose } from './support/toys.ts';

/** Guided backpropagation and the deconvnet through whole classifiers. */
const engine = createTestEngine();
afterAll(() => engine.close());

const methods = [
  ['guidedBackprop', guidedBackprop],
  ['deconvnet', deconvnet],
] as const;

const folder = sharedPath('golden') && sharedPath('models');
const data = (array: { data: unknown } | undefined) => array!.data as Float32Array;

describe.skipIf(folder === undefined)('networks beside the clone', () => {
  it.each([
    ['mobilenet-v1', 27, 27],
    ['mobilenet-v2', 35, 35],
    ['efficientnet-lite0', 33, 33],
    // LeakyRelu.
    ['tiny-darknet', 15, 15],
  ])('%s: all %i activations are rectifiers', async (name, rectifiers, activations) => {
    const file = decodeNpz(readFileSync(sharedPath('golden', `${name}.npz`)!));
    const classifier = await openFile(sharedPath('models', name, 'model.onnx')!, engine);
    const { facts, map } = await explain(classifier, { tensor: data(file.input) }, { method: guidedBackprop });
    expect(facts).toEqual({ rectifiers, activations });
    expect(relativeDistance(map, data(file.gradient))).toBeGreaterThan(0.1);
    await classifier.close();
  });

  it('vit-tiny is refused: its GELUs are no rectifiers', async () => {
    const classifier = await openFile(sharedPath('models', 'vit-tiny', 'model.onnx')!, engine);
    const file = decodeNpz(readFileSync(sharedPath('golden', 'vit-tiny.npz')!));
    for (const [, method] of methods)
      await expect(explain(classifier, { tensor: data(file.input) }, { method })).rejects.toThrow(
        `${method.name} does not fit this model: none of its 12 activations is a rectifier`,
      );
    await classifier.close();
  });
});

const shape = [1, 3, 4, 4];
const image = numbers(48, 5);
const head = (last: string) => [
  node('GlobalAveragePool', [last], ['p']),
  node('Flatten', ['p'], ['f']),
  node('Gemm', ['f', 'v', 'b'], ['y']),
];
const constants: Tensor[] = [
  weights('w', [3, 3, 1, 1], 1),
  weights('u', [3, 3, 1, 1], 2),
  weights('v', [3, 2], 3),
  weights('b', [2], 4),
  floats('0', [], [0]),
  floats('3', [], [3]),
  floats('6', [], [6]),
];
const open = (nodes: readonly GraphNode[], last: string) =>
  openClassifier(
    modelOf({ inputs: { x: shape }, nodes: [...nodes, ...head(last)], outputs: ['y'], constants }),
    engine,
  );

const conv = (from: string, w: string, to: string) => node('Conv', [from, w], [to]);
const hardSwish = [
  node('Add', ['h', '3'], ['s']),
  node('Clip', ['s', '0', '6'], ['c']),
  node('Mul', ['h', 'c'], ['m']),
  node('Div', ['m', '6'], ['a']),
];

it('counts rectifiers among other activations', async () => {
  const classifier = await open(
    [conv('x', 'w', 'h'), ...hardSwish, conv('a', 'u', 'k'), node('Relu', ['k'], ['l'])],
    'l',
  );
  const { facts } = await explain(classifier, { tensor: image }, { method: guidedBackprop });
  expect(facts).toEqual({ rectifiers: 1, activations: 2 });
  await classifier.close();
});

it.each([
  ['a hard swish', hardSwish],
  ['SiLU', [node('Sigmoid', ['h'], ['g']), node('Mul', ['h', 'g'], ['a'])]],
])('%s alone is refused', async (_, nodes) => {
  const classifier = await open([conv('x', 'w', 'h'), ...nodes], 'a');
  await expect(explain(classifier, { tensor: image }, { method: deconvnet })).rejects.toThrow(
    /deconvnet does not fit this model: none of its 1 activations is a rectifier/,
  );
  await classifier.close();
});

it('a Relu used twice acts twice, in a function and out of it alike', async () => {
  // relu(u * relu(w * x)), once with nodes, once with a function of the model that holds the Relu.
  const layer = (relu: (from: string, to: string) => GraphNode) => [
    conv('x', 'w', 'h'),
    relu('h', 'r'),
    conv('r', 'u', 'k'),
    relu('k', 'l'),
  ];
  const plain = modelOf({
    inputs: { x: shape },
    nodes: [...layer((from, to) => node('Relu', [from], [to])), ...head('l')],
    outputs: ['y'],
    constants,
  });
  const calling = modelOf({
    inputs: { x: shape },
    nodes: [...layer((from, to) => node('Act', [from], [to], {}, 'own')), ...head('l')],
    outputs: ['y'],
    constants,
    opsets: { own: 1 },
  });
  const act = {
    domain: 'own',
    name: 'Act',
    overload: '',
    inputs: ['i'],
    outputs: ['o'],
    nodes: [node('Relu', ['i'], ['o'])],
    defaults: new Map(),
    opsets: new Map([['', 18]]),
  };
  const maps: Float32Array[] = [];
  for (const model of [plain, { ...calling, functions: [act] }] as Model[]) {
    const classifier = await openClassifier(model, engine);
    const result = await explain(classifier, { tensor: image }, { method: guidedBackprop, target: 1 });
    expect(result.facts).toEqual({ rectifiers: 2, activations: 2 });
    maps.push(result.map);
    await classifier.close();
  }
  expect(maps[1]).toEqual(maps[0]);
  expect(maps[0]!.some((value) => value !== 0)).toBe(true);
  expectClose([...maps[0]!], [...byHand()]);
});

/** The same by loops, in float64. */
function byHand(): Float64Array {
  const [w, u, v] = [numbers(9, 1), numbers(9, 2), numbers(6, 3)];
  const map = new Float64Array(48);
  const times = (matrix: Float32Array, x: readonly number[]) =>
    [0, 1, 2].map((o) => x.reduce((sum, value, i) => sum + matrix[o * 3 + i]! * value, 0));
  const back = (matrix: Float32Array, dy: readonly number[]) =>
    [0, 1, 2].map((i) => dy.reduce((sum, value, o) => sum + matrix[o * 3 + i]! * value, 0));
  for (let pixel = 0; pixel < 16; pixel++) {
    const h = times(
      w,
      [0, 1, 2].map((c) => image[c * 16 + pixel]!),
    );
    const k = times(
      u,
      h.map((value) => Math.max(value, 0)),
    );
    const guided = (dy: readonly number[], x: readonly number[]) =>
      dy.map((value, i) => (x[i]! > 0 ? Math.max(value, 0) : 0));
    const dk = guided(
      [0, 1, 2].map((c) => v[c * 2 + 1]! / 16),
      k,
    );
    back(w, guided(back(u, dk), h)).forEach((value, c) => {
      map[c * 16 + pixel] = value;
    });
  }
  return map;
}

it('several targets in one pass are what each is alone; a contrast is not their difference', async () => {
  const classifier = await open([conv('x', 'w', 'h'), node('Relu', ['h'], ['l'])], 'l');
  const targets = [0, 1, { class: 0, minus: 1 }];
  const together = await explainAll(classifier, { tensor: image }, { method: guidedBackprop, targets });
  for (const [k, target] of targets.entries()) {
    const alone = await explain(classifier, { tensor: image }, { method: guidedBackprop, target });
    expect(together[k]!.map).toEqual(alone.map);
  }
  const [a, b, contrast] = together.map(({ map }) => map) as [Float32Array, Float32Array, Float32Array];
  expect(
    largestDifference(
      contrast,
      a.map((value, i) => value - b[i]!),
    ),
  ).toBeGreaterThan(0.1);
  await classifier.close();
});
