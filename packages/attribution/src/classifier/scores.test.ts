import {
  float32Tensor,
  type GraphNode,
  int,
  int64Tensor,
  ints,
  normalise,
  type StaticModel,
  specialise,
  string,
} from '@smoothgrad/onnx';
import { afterAll, describe, expect, it } from 'vitest';
import { modelOf, node, weights } from '../../../../tests/support/graphs.ts';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';
import { ClassifierError } from './errors.ts';
import { checkLogits } from './hiddenActivation.ts';
import { findScores, type Scores } from './scores.ts';

const engine = createTestEngine();
afterAll(() => engine.close());

const classes = 5;
/** x [N,3,4,4] → Conv → GlobalAveragePool → `pooled` [N,5,1,1] → Flatten → `logits` [N,5] */
const body: GraphNode[] = [
  node('Conv', ['x', 'w'], ['features']),
  node('GlobalAveragePool', ['features'], ['pooled']),
  node('Flatten', ['pooled'], ['logits']),
];
const constants = [
  weights('w', [classes, 3, 2, 2]),
  int64Tensor('flat', [2], [0, -1]),
  int64Tensor('row', [1], [-1]),
  int64Tensor('axes23', [2], [2, 3]),
  int64Tensor('axis1', [1], [1]),
  int64Tensor('three', [1], [3]),
  float32Tensor('bias', [1, classes], new Float32Array(classes)),
  float32Tensor('column', [classes, 1], new Float32Array(classes).fill(1)),
];

async function specialised(tail: GraphNode[], outputs: string[], { batch = 1, opset = 18 } = {}): Promise<StaticModel> {
  const model = normalise(
    modelOf({
      inputs: { x: ['N', 3, 4, 4] },
      nodes: [...body, ...tail],
      outputs,
      constants,
      opset,
      opsets: { 'ai.onnx.ml': 1 },
    }),
  );
  return specialise(model, engine, { inputShapes: { x: [batch, 3, 4, 4] } });
}

async function scoresOf(tail: GraphNode[], outputs: string[], options: { batch?: number; name?: string } = {}) {
  const { batch = 1, name } = options;
  return findScores(await specialised(tail, outputs, { batch }), { batch, name });
}

const logits = (activation: Scores['activation'], assumed: boolean, tensor = 'logits'): Scores => ({
  tensor,
  classes,
  activation,
  assumed,
});

describe('walking back from the output', () => {
  it.each<[string, GraphNode[], Scores]>([
    ['nothing: scores, softmax assumed', [], logits('softmax', true)],
    ['Softmax', [node('Softmax', ['logits'], ['y'])], logits('softmax', false)],
    ['LogSoftmax', [node('LogSoftmax', ['logits'], ['y'], { axis: int(1) })], logits('softmax', false)],
    ['Sigmoid', [node('Sigmoid', ['logits'], ['y'])], logits('sigmoid', false)],
    [
      'Softmax on [N,C,1,1], then Reshape',
      [node('Softmax', ['pooled'], ['p'], { axis: int(1) }), node('Reshape', ['p', 'flat'], ['y'])],
      logits('softmax', false, 'pooled'),
    ],
    [
      'Identity, Dropout, Unsqueeze, Squeeze, Cast, Transpose after Softmax',
      [
        node('Softmax', ['logits'], ['p']),
        node('Identity', ['p'], ['a']),
        node('Dropout', ['a'], ['b']),
        node('Unsqueeze', ['b', 'axes23'], ['c']),
        node('Transpose', ['c'], ['d'], { perm: ints([0, 2, 1, 3]) }),
        node('Cast', ['d'], ['e'], { to: int(11) }),
        node('Squeeze', ['e', 'axis1'], ['f']),
        node('Reshape', ['f', 'flat'], ['y']),
      ],
      logits('softmax', false),
    ],
    [
      'a temperature or a bias: still logits',
      [node('Add', ['logits', 'bias'], ['a']), node('Mul', ['a', 'bias'], ['y'])],
      logits('softmax', true, 'y'),
    ],
  ])('%s', async (_, tail, expected) => {
    expect(await scoresOf(tail, [tail.at(-1)?.outputs[0] ?? 'logits'])).toEqual(expected);
  });

  it.each<[string, GraphNode[]]>([
    ['clipped', [node('Softmax', ['logits'], ['p']), node('Clip', ['p'], ['y'])]],
    ['scaled', [node('Softmax', ['logits'], ['p']), node('Mul', ['p', 'bias'], ['a']), node('Flatten', ['a'], ['y'])]],
    [
      'beside their complement',
      [
        node('Sigmoid', ['logits'], ['p']),
        node('Sub', ['bias', 'p'], ['rest']),
        node('Concat', ['rest', 'p'], ['y'], { axis: int(1) }),
      ],
    ],
  ])('does not take probabilities for logits: %s', async (_, tail) => {
    const model = await specialised(tail, ['y']);
    const check = () => checkLogits(model, findScores(model, { batch: 1 }), (name) => name);
    expect(check).toThrow(ClassifierError);
    expect(check).toThrow(/'y' is computed from a (Softmax|Sigmoid).*--scores 'logits'/);
  });

  it('takes logits with a temperature or a bias for logits', async () => {
    const model = await specialised([node('Add', ['logits', 'bias'], ['a']), node('Mul', ['a', 'bias'], ['y'])], ['y']);
    expect(() => checkLogits(model, findScores(model, { batch: 1 }), (name) => name)).not.toThrow();
  });

  it('does not take a softmax over positions for one over classes', async () => {
    const tail = [node('Softmax', ['features'], ['p'], { axis: int(2) }), node('GlobalAveragePool', ['p'], ['y'])];
    expect(await scoresOf(tail, ['y'])).toEqual(logits('softmax', true, 'y'));
    const wrongAxis = [node('Softmax', ['logits'], ['y'], { axis: int(0) })];
    expect(await scoresOf(wrongAxis, ['y'], { batch: 2 })).toEqual(logits('softmax', true, 'y'));
  });

  it('works for any batch', async () => {
    expect(await scoresOf([node('Softmax', ['logits'], ['y'])], ['y'], { batch: 3 })).toEqual(logits('softmax', false));
  });

  it('reads Softmax of old operator sets, which flattens first', async () => {
    const model = await specialised([node('Softmax', ['pooled'], ['y'], { axis: int(1) })], ['y'], { opset: 11 });
    const fileName = (name: string) => (['x', 'pooled', 'y'].includes(name) ? name : undefined);
    expect(findScores(model, { batch: 1, fileName })).toEqual(logits('softmax', false, 'pooled'));
  });
});

describe('one output', () => {
  const one = node('MatMul', ['logits', 'column'], ['yes']);

  it('is one class by sigmoid, whether the model says so or not', async () => {
    expect(await scoresOf([one], ['yes'])).toEqual({ tensor: 'yes', classes: 1, activation: 'sigmoid', assumed: true });
    const expected = { tensor: 'yes', classes: 1, activation: 'sigmoid', assumed: false };
    expect(await scoresOf([one, node('Sigmoid', ['yes'], ['y'])], ['y'])).toEqual(expected);
  });

  it('may be squeezed to [N] before or after the sigmoid', async () => {
    const expected = { tensor: 'yes', classes: 1, activation: 'sigmoid', assumed: false };
    const after = [one, node('Sigmoid', ['yes'], ['p']), node('Squeeze', ['p', 'axis1'], ['y'])];
    const before = [one, node('Squeeze', ['yes', 'axis1'], ['s']), node('Sigmoid', ['s'], ['y'])];
    for (const batch of [1, 2]) {
      expect(await scoresOf(after, ['y'], { batch })).toEqual(expected);
      expect(await scoresOf(before, ['y'], { batch })).toEqual(expected);
    }
  });
});

describe('several outputs', () => {
  const softmax = node('Softmax', ['logits'], ['probabilities']);
  const sigmoid = node('Sigmoid', ['logits'], ['probabilities']);
  const aux = node('Add', ['logits', 'bias'], ['aux']);

  it.each([[['probabilities', 'logits']], [['logits', 'probabilities']]])('%s share their logits', async (outputs) => {
    expect(await scoresOf([softmax], outputs)).toEqual(logits('softmax', false));
    expect(await scoresOf([sigmoid], outputs)).toEqual(logits('sigmoid', false));
  });

  it('logits in two shapes are the same scores', async () => {
    const tail = [node('Identity', ['logits'], ['copy']), softmax];
    expect(await scoresOf(tail, ['copy', 'probabilities'])).toEqual(logits('softmax', false));
    expect((await scoresOf([], ['pooled', 'logits'])).classes).toBe(classes);
  });

  it('that do not share logits must be chosen from', async () => {
    const error = scoresOf([softmax, aux], ['probabilities', 'aux']);
    await expect(error).rejects.toThrow(ClassifierError);
    await expect(error).rejects.toThrow(
      "several outputs look like class scores: 'probabilities' float32 [1,5], 'aux' float32 [1,5]. Choose one with --scores",
    );
    expect(await scoresOf([softmax, aux], ['probabilities', 'aux'], { name: 'aux' })).toEqual(
      logits('softmax', true, 'aux'),
    );
  });

  it('feature maps, indices and sequences beside the scores are ignored', async () => {
    const tail = [
      node('ArgMax', ['logits'], ['index'], { axis: int(1), keepdims: int(0) }),
      node('SequenceConstruct', ['logits', 'logits'], ['list']),
    ];
    expect(await scoresOf(tail, ['features', 'index', 'list', 'logits'])).toEqual(logits('softmax', true));
  });
});

describe('outputs that choose from scores', () => {
  const softmax = node('Softmax', ['logits'], ['p']);
  const label = (from: string) => node('ArgMax', [from], ['label'], { axis: int(1), keepdims: int(0) });
  const dictionary = (from: string) =>
    node('ZipMap', [from], ['maps'], { classlabels_int64s: ints([0, 1, 2, 3, 4]) }, 'ai.onnx.ml');
  const best = (from: string) => node('TopK', [from, 'three'], ['best', 'indices']);

  it.each<[string, GraphNode[], string[], Scores]>([
    ['a label', [label('logits')], ['label'], logits('softmax', true)],
    ['a label from probabilities', [softmax, label('p')], ['label'], logits('softmax', false)],
    ['a dictionary', [softmax, dictionary('p')], ['maps'], logits('softmax', false)],
    ['a label and a dictionary', [softmax, label('p'), dictionary('p')], ['label', 'maps'], logits('softmax', false)],
    ['the best three', [softmax, best('p')], ['best', 'indices'], logits('softmax', false)],
    ['their places', [best('logits')], ['indices'], logits('softmax', true)],
    ['a label beside scores', [label('pooled')], ['label', 'logits'], logits('softmax', true)],
  ])('%s', async (_, tail, outputs, expected) => {
    expect(await scoresOf(tail, outputs)).toEqual(expected);
  });

  it('a linear classifier as skl2onnx writes it: probabilities normalised once more, then a dictionary', async () => {
    const attributes = {
      coefficients: { kind: 'floats', value: Array.from({ length: classes * classes }, (_, i) => Math.sin(i)) },
      intercepts: { kind: 'floats', value: [0.5, 0.25, 0, -0.25, -0.5] },
      classlabels_ints: ints([0, 1, 2, 3, 4]),
      post_transform: string('SOFTMAX'),
    } as const;
    const tail = [
      node('LinearClassifier', ['logits'], ['label', 'p'], attributes, 'ai.onnx.ml'),
      node('Normalizer', ['p'], ['normal'], { norm: string('L1') }, 'ai.onnx.ml'),
      dictionary('normal'),
    ];
    const scores = await scoresOf(tail, ['label', 'maps']);
    expect(scores).toEqual(logits('softmax', false, 'decomposed/LinearClassifier_label/Gemm'));
  });

  it('a maximum over images or over places is none of them', async () => {
    const overImages = [node('ArgMax', ['logits'], ['y'], { axis: int(0) })];
    await expect(scoresOf(overImages, ['y'])).rejects.toThrow(/'y' int64 \[1,5\]/);
    const overPlaces = [node('ArgMax', ['features'], ['y'], { axis: int(1) })];
    await expect(scoresOf(overPlaces, ['y'])).rejects.toThrow(/'y' int64 \[1,1,3,3\]/);
  });
});

describe('refused', () => {
  it('a segmentation output, also under its softmax', async () => {
    const expected = /no output looks like class scores \[N, classes\]: the model returns 'y' float32 \[1,5,3,3\]/;
    await expect(scoresOf([node('Softmax', ['features'], ['y'], { axis: int(1) })], ['y'])).rejects.toThrow(expected);
    await expect(scoresOf([node('Sigmoid', ['features'], ['y'])], ['y'])).rejects.toThrow(expected);
  });

  it('integers, and a shape without a batch', async () => {
    const index = [node('Cast', ['logits'], ['y'], { to: int(7) }), node('Neg', ['y'], ['z'])];
    await expect(scoresOf(index, ['z'])).rejects.toThrow(/'z' int64 \[1,5\]/);
    const mean = [node('ReduceMean', ['logits'], ['y'], { keepdims: int(0) })];
    await expect(scoresOf(mean, ['y'])).rejects.toThrow(/'y' float32 \[\]/);
    const batchGone = [node('Add', ['features', 'features'], ['a']), node('Reshape', ['a', 'row'], ['y'])];
    await expect(scoresOf(batchGone, ['y'])).rejects.toThrow(/'y' float32 \[45\]/);
  });
});

describe('scores by name', () => {
  it('may be any value that has their shape, with the activation the model applies to it later', async () => {
    const tail = [node('Softmax', ['pooled'], ['p'], { axis: int(1) }), node('Flatten', ['p'], ['y'])];
    expect(await scoresOf(tail, ['y'], { name: 'pooled' })).toEqual(logits('softmax', false, 'pooled'));
    const sigmoid = [
      node('ArgMax', ['logits'], ['top']),
      node('Identity', ['logits'], ['i']),
      node('Sigmoid', ['i'], ['y']),
    ];
    expect(await scoresOf(sigmoid, ['y', 'top'], { name: 'logits' })).toEqual(logits('sigmoid', false));
    expect(await scoresOf(tail, ['y'], { name: 'logits' })).toEqual(logits('softmax', true));
  });

  it('unknown: lists computed values that could be meant, never weights', async () => {
    const message = "no value named 'nonsense'. Values that could be scores: pooled, logits, y";
    await expect(scoresOf([node('Add', ['logits', 'bias'], ['y'])], ['y'], { name: 'nonsense' })).rejects.toThrow(
      message,
    );
  });

  it('of the wrong shape or type', async () => {
    await expect(scoresOf([], ['logits'], { name: 'features' })).rejects.toThrow(
      "'features' float32 [1,5,3,3] cannot be class scores: expected a float tensor [N, classes]",
    );
    await expect(scoresOf([], ['logits'], { name: 'flat' })).rejects.toThrow(ClassifierError);
  });
});
