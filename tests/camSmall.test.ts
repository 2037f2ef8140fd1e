import { cam, explain, explainAll, gradCam, guidedGradCam, openClassifier, smoothGrad } from '@smoothgrad/attribution';
import { type GraphNode, int, ints, type Tensor } from '@smoothgrad/onnx';
import { afterAll, describe, expect, it } from 'vitest';
import { modelOf, node, numbers, weights } from './support/graphs.ts';
import { integers } from './support/runGraph.ts';
import { createTestEngine } from './support/testEngine.ts';
import { expectClose } from './support/toys.ts';

/** Class activation maps of small networks, computed again by loops in float64. */
const engine = createTestEngine();
afterAll(() => engine.close());

const shape = [1, 3, 4, 4];
const image = numbers(48, 5);
const constants: Tensor[] = [
  weights('w', [5, 3, 1, 1], 1),
  weights('v', [5, 2], 3),
  weights('b', [2], 4),
  weights('u', [2, 5, 1, 1], 6),
  weights('square', [5, 5], 7),
  weights('long', [80, 2], 8),
  weights('wide', [48, 5], 9),
  integers('rows and columns', [1, 2]),
  integers('vector', [1, 80]),
];
const first = [node('Conv', ['x', 'w'], ['h']), node('Relu', ['h'], ['a'])];
const head = (last: string) => [
  node('GlobalAveragePool', [last], ['p']),
  node('Flatten', ['p'], ['f']),
  node('Gemm', ['f', 'v', 'b'], ['y']),
];
const toChannelsFirst = node('Transpose', ['x'], ['t'], { perm: ints([0, 3, 1, 2]) });
const open = (nodes: readonly GraphNode[], { isLast = false, ...options } = {}) => {
  const inputs = { x: isLast ? [1, 4, 4, 3] : shape };
  return openClassifier(modelOf({ inputs, nodes, outputs: ['y'], constants }), engine, options);
};
/** The image in another layout. */
const inLayout = (isLast: boolean) => (isLast ? image.map((_, i) => image[(i % 3) * 16 + Math.floor(i / 3)]!) : image);

const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
const range = (count: number) => Array.from({ length: count }, (_, i) => i);
const dot = (a: readonly number[], weight: (i: number) => number) =>
  a.reduce((sum, value, i) => sum + weight(i) * value, 0);

/** relu(W·x) of a pixel. */
const hidden = (pixel: number) => {
  const w = numbers(15, 1);
  const x = range(3).map((c) => image[c * 16 + pixel]!);
  return range(5).map((o) =>
    Math.max(
      dot(x, (c) => w[o * 3 + c]!),
      0,
    ),
  );
};
const v = (channel: number, target: number) => numbers(10, 3)[channel * 2 + target]!;

describe('CAM', () => {
  it.each<[string, boolean, GraphNode[]]>([
    ['pooled, then a matrix', false, [...first, ...head('a')]],
    [
      'channels last throughout',
      true,
      [
        toChannelsFirst,
        node('Conv', ['t', 'w'], ['h']),
        node('Transpose', ['h'], ['l'], { perm: ints([0, 2, 3, 1]) }),
        node('Relu', ['l'], ['a']),
        node('ReduceMean', ['a', 'rows and columns'], ['p'], { keepdims: int(0) }),
        node('MatMul', ['p', 'v'], ['m']),
        node('Add', ['m', 'b'], ['y']),
      ],
    ],
  ])('%s: Σ w·A, whose mean is the logit less the bias', async (_, isLast, nodes) => {
    const classifier = await open(nodes, { isLast });
    const tensor = inLayout(isLast);
    const targets = [0, 1, { class: 0, minus: 1 }];
    const results = await explainAll(classifier, { tensor }, { method: cam, targets });
    const logits = await classifier.logits(tensor);
    const of = (target: number) => range(16).map((pixel) => dot(hidden(pixel), (c) => v(c, target)));
    const expected = [of(0), of(1), of(0).map((value, i) => value - of(1)[i]!)];
    results.forEach(({ arrays, map, facts }, k) => {
      expect(arrays.coarse!.shape).toEqual([1, 4, 4]);
      expectClose([...arrays.coarse!.data], expected[k]!);
      // As large as the image already, and no ReLU.
      expectClose([...map], expected[k]!);
      expect(facts).toEqual({ layer: 'a' });
    });
    expect(expected[0]!.some((value) => value < 0)).toBe(true);
    for (const k of [0, 1]) expect(mean(results[k]!.map) + numbers(2, 4)[k]!).toBeCloseTo(logits[k]!, 5);
    await classifier.close();
  });

  it('of a 1×1 Conv and Relu before the pooling: the channel of the class', async () => {
    const classifier = await open([
      ...first,
      node('Conv', ['a', 'u'], ['c']),
      node('Relu', ['c'], ['r']),
      node('GlobalAveragePool', ['r'], ['p']),
      node('Flatten', ['p'], ['y']),
    ]);
    const u = numbers(10, 6);
    for (const target of [0, 1]) {
      const { arrays } = await explain(classifier, { tensor: image }, { method: cam, target });
      const channel = range(16).map((pixel) =>
        Math.max(
          dot(hidden(pixel), (c) => u[target * 5 + c]!),
          0,
        ),
      );
      expect(channel.some((value) => value > 0)).toBe(true);
      expectClose([...arrays.coarse!.data], channel);
      expect(mean(channel)).toBeCloseTo((await classifier.logits(image))[target]!, 5);
    }
    await classifier.close();
  });

  it.each<[string, GraphNode[], string]>([
    [
      'a maximum',
      [...first, node('GlobalMaxPool', ['a'], ['p']), ...head('p').slice(1)],
      "behind its last layer with rows and columns, 'a', comes GlobalMaxPool 'GlobalMaxPool_p', no global average pooling",
    ],
    [
      'no pooling',
      [...first, node('Reshape', ['a', 'vector'], ['f']), node('MatMul', ['f', 'long'], ['y'])],
      "'a', comes Reshape 'Reshape_f', no global average pooling",
    ],
    [
      'two layers',
      [
        ...first,
        ...head('a').slice(0, 2),
        node('MatMul', ['f', 'square'], ['m']),
        node('Relu', ['m'], ['n']),
        node('MatMul', ['n', 'v'], ['y']),
      ],
      "between its global average pooling and the logits stands Relu 'Relu_n', which is not linear",
    ],
  ])('of %s at the end is refused', async (_, nodes, reason) => {
    const classifier = await open(nodes);
    await expect(explain(classifier, { tensor: image }, { method: cam })).rejects.toThrow(reason);
    await classifier.close();
  });

  it('of a probability is refused', async () => {
    const classifier = await openClassifier(
      modelOf({ inputs: { x: shape }, nodes: [...first, ...head('a')], outputs: ['y'], constants }),
      engine,
      { score: 'probability' },
    );
    await expect(explain(classifier, { tensor: image }, { method: cam })).rejects.toThrow('a probability is asked for');
    await classifier.close();
  });
});

describe('Grad-CAM', () => {
  it('ReLU comes last: after enlarging, and after averaging over noisy copies', async () => {
    // 2 × 2 places in 4 × 4 pixels.
    const strided = node('Conv', ['x', 'w'], ['h'], { strides: ints([2, 2]) });
    const classifier = await open([strided, node('Relu', ['h'], ['a']), ...head('a')]);
    const noises = [numbers(48, 11), numbers(48, 12)];
    const alone: Float32Array[] = [];
    for (const noise of noises) {
      const tensor = image.map((value, i) => value + noise[i]!);
      alone.push((await explain(classifier, { tensor }, { method: gradCam(), target: 1 })).arrays.coarse!.data);
    }
    const method = smoothGrad(gradCam(), { samples: 2, noise: (sample) => noises[sample]! });
    const { map, arrays } = await explain(classifier, { tensor: image }, { method, target: 1 });
    const averaged = range(4).map((i) => (alone[0]![i]! + alone[1]![i]!) / 2);
    expectClose([...arrays.coarse!.data], averaged);
    // Cut before averaging, some place would be brighter.
    const cutFirst = range(4).map((i) => mean(alone.map((coarse) => Math.max(coarse[i]!, 0))));
    expect(cutFirst.some((value, i) => value > Math.max(averaged[i]!, 0) + 1e-3)).toBe(true);
    // Half-pixel centres of two places in four pixels: 0, ¼, ¾, 1 of the way.
    const share = [0, 0.25, 0.75, 1];
    const [a, b, c, d] = averaged as [number, number, number, number];
    const expected = share.flatMap((y) =>
      share.map((x) => Math.max((1 - y) * ((1 - x) * a + x * b) + y * ((1 - x) * c + x * d), 0)),
    );
    expectClose([...map], expected);
    await classifier.close();
  });

  it('takes the map behind a squeeze-and-excite block, not the input of its pooling', async () => {
    const classifier = await open([
      ...first,
      node('GlobalAveragePool', ['a'], ['s']),
      node('Sigmoid', ['s'], ['g']),
      node('Mul', ['a', 'g'], ['e']),
      ...head('e'),
    ]);
    expect((await explain(classifier, { tensor: image }, { method: gradCam() })).facts).toEqual({ layer: 'e' });
    const inside = await explain(classifier, { tensor: image }, { method: gradCam({ layer: 'a' }) });
    expect(inside.facts).toEqual({ layer: 'a' });
    // The same by the name of its node.
    const byNode = await explain(classifier, { tensor: image }, { method: gradCam({ layer: 'Relu_a' }) });
    expect(byNode.map).toEqual(inside.map);
    await classifier.close();
  });

  it('several targets in one pass are what each is alone', async () => {
    const classifier = await open([...first, ...head('a')]);
    const together = await explainAll(classifier, { tensor: image }, { method: gradCam(), targets: [0, 1] });
    for (const target of [0, 1]) {
      const alone = await explain(classifier, { tensor: image }, { method: gradCam(), target });
      expect(together[target]!.arrays).toEqual(alone.arrays);
    }
    expect(together[0]!.arrays).not.toEqual(together[1]!.arrays);
    await classifier.close();
  });

  it('of a network of matrices is refused', async () => {
    const classifier = await open([
      node('Flatten', ['x'], ['f']),
      node('Gemm', ['f', 'wide'], ['h']),
      node('Relu', ['h'], ['r']),
      node('Gemm', ['r', 'v', 'b'], ['y']),
    ]);
    for (const method of [gradCam(), cam])
      await expect(explain(classifier, { tensor: image }, { method })).rejects.toThrow(
        `${method.name} does not fit this model: none of its layers has rows and columns`,
      );
    await classifier.close();
  });

  it('of a transformer: tokens of patches before the last attention, by central differences', async () => {
    // 2 × 2 patches of 2 × 2 pixels and a class token; out = softmax(T·Tᵀ)·T + T, whose first row is classified by.
    const swap = { perm: ints([0, 2, 1]) };
    const nodes = [
      node('Conv', ['x', 'patch'], ['c'], { strides: ints([2, 2]) }),
      node('Reshape', ['c', 'flat'], ['r']),
      node('Transpose', ['r'], ['q'], swap),
      node('Concat', ['class', 'q'], ['tokens'], { axis: int(1) }),
      node('Transpose', ['tokens'], ['k'], swap),
      node('MatMul', ['tokens', 'k'], ['z']),
      node('Softmax', ['z'], ['s']),
      node('MatMul', ['s', 'tokens'], ['m']),
      node('Add', ['m', 'tokens'], ['o']),
      node('Gather', ['o', 'zero'], ['one'], { axis: int(1) }),
      node('Reshape', ['one', 'row'], ['n']),
      node('MatMul', ['n', 'v'], ['y']),
    ];
    const own = [
      weights('patch', [5, 3, 2, 2], 21),
      weights('class', [1, 1, 5], 22),
      weights('v', [5, 2], 3),
      integers('flat', [1, 5, 4]),
      integers('zero', [0]),
      integers('row', [1, 5]),
    ];
    const model = modelOf({ inputs: { x: shape }, nodes, outputs: ['y'], constants: own });
    const classifier = await openClassifier(model, engine);
    const { arrays, facts } = await explain(classifier, { tensor: image }, { method: gradCam(), target: 1 });
    expect(facts).toEqual({ layer: 'tokens' });
    expect(arrays.coarse!.shape).toEqual([1, 2, 2]);
    expectClose([...arrays.coarse!.data], transformerByHand(1));
    // Behind the attention no patch counts any more.
    const behind = await explain(classifier, { tensor: image }, { method: gradCam({ layer: 'o' }), target: 1 });
    expect(behind.map.every((value) => value === 0)).toBe(true);
    await classifier.close();
  });
});

/** Σ α·A over the patches, ∂S/∂A by central differences. */
function transformerByHand(target: number): number[] {
  const [patch, first] = [numbers(60, 21), [...numbers(5, 22)]];
  const pixels = range(4).map((at) =>
    range(12).map((i) => {
      const [c, y, x] = [Math.floor(i / 4), 2 * Math.floor(at / 2) + Math.floor((i % 4) / 2), 2 * (at % 2) + (i % 2)];
      return image[c * 16 + y * 4 + x]!;
    }),
  );
  const tokens = pixels.map((each) => range(5).map((o) => dot(each, (i) => patch[o * 12 + i]!)));
  const score = (patches: number[][]) => {
    const all = [first, ...patches];
    const weight = all.map((token) => Math.exp(dot(token, (i) => first[i]!)));
    const total = weight.reduce((a, b) => a + b, 0);
    const mixed = range(5).map((i) => all.reduce((sum, token, t) => sum + (weight[t]! / total) * token[i]!, first[i]!));
    return dot(mixed, (i) => v(i, target));
  };
  const slope = (t: number, i: number) => {
    const moved = (by: number) =>
      tokens.map((token, k) => token.map((value, j) => (k === t && j === i ? value + by : value)));
    return (score(moved(1e-4)) - score(moved(-1e-4))) / 2e-4;
  };
  const alpha = range(5).map((i) => mean(range(4).map((t) => slope(t, i))));
  return tokens.map((token) => dot(token, (i) => alpha[i]!));
}

describe('guided Grad-CAM', () => {
  it.each([
    ['channels first', false],
    ['channels last', true],
  ])('%s: Grad-CAM times guided backpropagation', async (_, isLast) => {
    const strided = node('Conv', [isLast ? 't' : 'x', 'w'], ['h'], { strides: ints([2, 2]) });
    const nodes = [...(isLast ? [toChannelsFirst] : []), strided, node('Relu', ['h'], ['a']), ...head('a')];
    const classifier = await open(nodes, { isLast });
    const options = { method: guidedGradCam({ upsample: 'nearest' }), target: 0 };
    const result = await explain(classifier, { tensor: inLayout(isLast) }, options);
    expect(result.shape).toEqual([3, 4, 4]);
    const corners = [0, 2, 8, 10].map(hidden);
    const coarse = corners.map((a) => dot(a, (c) => v(c, 0) / 4));
    expectClose([...result.arrays.coarse!.data], coarse);
    const w = numbers(15, 1);
    const guided = (corner: number, c: number) =>
      dot(
        corners[corner]!.map((a, o) => (a > 0 ? Math.max(v(o, 0) / 4, 0) : 0)),
        (o) => w[o * 3 + c]!,
      );
    const expected = range(48).map((i) => {
      const [c, y, x] = [Math.floor(i / 16), Math.floor((i % 16) / 4), i % 4];
      const corner = 2 * Math.floor(y / 2) + Math.floor(x / 2);
      return y % 2 === 0 && x % 2 === 0 ? guided(corner, c) * Math.max(coarse[corner]!, 0) : 0;
    });
    expect(expected.filter((value) => value !== 0).length).toBeGreaterThan(2);
    expectClose([...result.map], expected);
    await classifier.close();
  });
});
