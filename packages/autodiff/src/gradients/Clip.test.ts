import { distinctValues, type GradientCase } from '@smoothgrad/autodiff/testing';
import { float } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { anyShape, engine, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { modelOf, node } from '../../../../tests/support/graphs.ts';
import { nextFloat } from '../../../../tests/support/neighbours.ts';
import { floats, run, staticModel } from '../../../../tests/support/runGraph.ts';
import { differentiate } from '../differentiate.ts';
import { standard } from '../rules/standard.ts';
import { Clip } from './Clip.ts';

const scalar = (value: number, constant = true) => ({ shape: [], values: [value], constant });

/** Multiples of 1/16 plus 1/32 on both sides of 0, and bounds between them. */
const bounds = fc.constantFrom(
  [0, 1],
  [0, 0.25],
  [-1, 1],
  [-0.5, 0.25],
  [0, undefined],
  [-0.125, undefined],
  [undefined, 0.5],
  [undefined, undefined],
  [0.5, -0.5],
);

describe('the gradient of Clip agrees with central differences', () => {
  test.each([
    ['constant', true],
    ['computed', false],
  ])('%s bounds', async (_, constant) => {
    const cases = fc.tuple(anyShape(1, 4), bounds, fc.nat(999)).map(([shape, pair, seed]) => ({
      inputs: [
        { shape, values: distinctValues(shape, seed) },
        ...pair.map((value) => (value === undefined ? undefined : scalar(value, constant))),
      ],
      wrt: [0],
    }));
    await expect(gradientProperty(Clip, cases, { runs: 50 })).resolves.toBeUndefined();
  });

  test('bounds that were attributes (operator set 6)', async () => {
    const cases = fc.tuple(anyShape(1, 4), fc.nat(999)).map(([shape, seed]) => ({
      inputs: [{ shape, values: distinctValues(shape, seed) }],
      attributes: { min: float(0), max: float(0.5) },
      opset: 10,
    }));
    const forward = ([x]: readonly ({ shape: readonly number[]; data: Float64Array } | undefined)[]) => ({
      shape: x!.shape,
      data: x!.data.map((value) => Math.min(Math.max(value, 0), 0.5)),
    });
    await expect(gradientProperty(Clip, cases, { runs: 20, forward })).resolves.toBeUndefined();
  });
});

/** Row, or image with one or with 16 channels (which ONNX Runtime keeps in its blocked layout), repeated in every channel. */
const layouts: readonly (readonly [string, (count: number) => number[]])[] = [
  ['a row', (count) => [1, count]],
  ['an image', (count) => [1, 1, 1, count]],
  ['an image of 16 channels', (count) => [1, 16, 1, count]],
];

async function slopes(
  values: readonly number[],
  lo: number | undefined,
  hi: number | undefined,
  shape: readonly number[],
  constant = true,
) {
  const repeated = Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => values[i % values.length]!);
  const optional = (value: number | undefined) => (value === undefined ? undefined : scalar(value, constant));
  const gradientCase: GradientCase = { inputs: [{ shape, values: repeated }, optional(lo), optional(hi)], wrt: [0] };
  return {
    found: await gradientAt(Clip, gradientCase),
    repeat: (expected: readonly number[]) => repeated.map((_, i) => expected[i % expected.length]!),
  };
}

describe.each(layouts)(
  'Clip(0, c) over %s has slope 0 at both edges, as ReLU6 in PyTorch, and 1 at every float between',
  (_, shapeOf) => {
    const tops = [
      1,
      2,
      4,
      6,
      6.5,
      20,
      255,
      0.5,
      3,
      1e-3,
      1e6,
      1e-20,
      1e20,
      nextFloat(4, 'up'),
      nextFloat(4, 'down'),
      0.1,
    ];

    test.each(tops)('c = %d', async (top) => {
      const c = Math.fround(top);
      const inside = [
        nextFloat(c, 'down'),
        nextFloat(nextFloat(c, 'down'), 'down'),
        c / 2,
        c / 3,
        c * 1e-6,
        2 ** -126,
        1e-30,
      ].filter((v) => v < c);
      const outside = [
        0,
        -0,
        c,
        nextFloat(c, 'up'),
        nextFloat(nextFloat(c, 'up'), 'up'),
        2 * c,
        -(2 ** -126),
        -1e-30,
        -c,
        nextFloat(0, 'down'),
      ];
      const values = [...inside, ...outside];
      const { found, repeat } = await slopes(values, 0, c, shapeOf(values.length));
      expect(found).toEqual(repeat([...inside.map(() => 1), ...outside.map(() => 0)]));
    });

    test('random tops and the floats next to each', async () => {
      const property = fc.asyncProperty(
        fc.float({ min: Math.fround(1e-12), max: Math.fround(1e12), noNaN: true }),
        async (c) => {
          const values = [nextFloat(c, 'down'), c, nextFloat(c, 'up'), Math.fround(c / 2), 0];
          const { found, repeat } = await slopes(values, 0, c, shapeOf(values.length));
          expect(found).toEqual(repeat([1, 0, 0, 1, 0]));
        },
      );
      await fc.assert(property, { seed: 3, numRuns: 100 });
    });
  },
);

describe('slopes at the edges', () => {
  const largest = 3.4028234663852886e38;

  test.each<[string, number | undefined, number | undefined, readonly (readonly [number, number])[]]>([
    [
      'torch.clamp(x, -1, 1)',
      -1,
      1,
      [
        [-1, 1],
        [1, 1],
        [nextFloat(-1, 'down'), 0],
        [nextFloat(1, 'up'), 0],
        [0, 1],
      ],
    ],
    [
      'torch.clamp(x, max=0)',
      undefined,
      0,
      [
        [-1, 1],
        [0, 1],
        [1e-30, 0],
      ],
    ],
    [
      'torch.clamp(x, min=1)',
      1,
      undefined,
      [
        [1, 1],
        [nextFloat(1, 'down'), 0],
        [2, 1],
      ],
    ],
    [
      'torch.clamp(x, 3, 1), crossed',
      3,
      1,
      [
        [0, 0],
        [1, 0],
        [2, 0],
        [3, 0],
        [4, 0],
      ],
    ],
    [
      'a Relu written as Clip(0, none)',
      0,
      undefined,
      [
        [-1, 0],
        [0, 0],
        [1e-30, 1],
        [1e30, 1],
      ],
    ],
    [
      'a Relu written as Clip(0, largest float)',
      0,
      largest,
      [
        [-1, 0],
        [0, 0],
        [1e-30, 1],
        [1e30, 1],
      ],
    ],
    [
      'Clip(0, c), c too small for the blocked form',
      0,
      2 ** -70,
      [
        [0, 0],
        [2 ** -70, 0],
        [2 ** -71, 1],
        [1, 0],
      ],
    ],
    [
      'Clip(0, c), c too large for the blocked form',
      0,
      2 ** 90,
      [
        [0, 0],
        [2 ** 90, 0],
        [1, 1],
        [2 ** 91, 0],
      ],
    ],
  ])('%s', async (_, lo, hi, points) => {
    const { found } = await slopes(
      points.map(([x]) => x),
      lo,
      hi,
      [points.length],
    );
    expect(found).toEqual(points.map(([, slope]) => slope));
  });

  test('computed bounds are those of torch.clamp', async () => {
    const { found } = await slopes([-1, 0, 3, 6, 7], 0, 6, [5], false);
    expect(found).toEqual([0, 1, 1, 1, 0]);
  });

  test('float64', async () => {
    const gradientCase: GradientCase = {
      inputs: [
        { shape: [5], type: 'float64', values: [-1, 0, 3, 6, 7] },
        { shape: [], type: 'float64', values: [0], constant: true },
        { shape: [], type: 'float64', values: [6], constant: true },
      ],
    };
    expect(await gradientAt(Clip, gradientCase)).toEqual([0, 0, 1, 0, 0]);
  });
});

describe('bounds that are differentiated too', () => {
  test('agree with central differences', async () => {
    const cases = fc.tuple(anyShape(1, 4), bounds, fc.nat(999)).map(([shape, pair, seed]) => ({
      inputs: [
        { shape, values: distinctValues(shape, seed) },
        ...pair.map((value) => (value === undefined ? undefined : scalar(value, false))),
      ],
    }));
    await expect(gradientProperty(Clip, cases, { runs: 40 })).resolves.toBeUndefined();
  });

  test('one of them, the other one constant: ReLU6 with a learned top', async () => {
    const inputs = [{ shape: [4], values: [-1, 0.5, 2, 7] }, scalar(0), scalar(6, false)];
    expect(await gradientAt(Clip, { inputs, wrt: [0] })).toEqual([0, 1, 1, 0]);
    expect(await gradientAt(Clip, { inputs, wrt: [2] })).toEqual([1]);
  });

  // Rows: x, then what torch.clamp passes to the lower and to the upper bound.
  test.each<[number, number, readonly (readonly [number, number, number])[]]>([
    [
      -1,
      1,
      [
        [-2, 1, 0],
        [-1, 0, 0],
        [0, 0, 0],
        [1, 0, 0],
        [1.5, 0, 1],
      ],
    ],
    [
      1,
      1,
      [
        [0, 0, 0],
        [1, 0, 0],
        [1.5, 0, 1],
      ],
    ],
    [
      2,
      1,
      [
        [0, 0, 1],
        [1, 0, 1],
        [1.5, 0, 1],
        [2, 0, 1],
        [3, 0, 1],
      ],
    ],
  ])('torch.clamp(x, %d, %d) at its edges', async (lo, hi, rows) => {
    for (const [x, low, high] of rows) {
      const inputs = [{ shape: [1], values: [x] }, scalar(lo, false), scalar(hi, false)];
      expect(await gradientAt(Clip, { inputs, wrt: [1] })).toEqual([low]);
      expect(await gradientAt(Clip, { inputs, wrt: [2] })).toEqual([high]);
    }
  });
});

test('ReLU6 between convolutions, where ONNX Runtime makes it the activation of the first one', async () => {
  const points = [nextFloat(6, 'down'), 6, nextFloat(6, 'up'), 0, 2 ** -126, -1, 3];
  const shape = [1, 16, 1, points.length];
  // Convolutions by the unit matrix leave every number as it is.
  const unit = floats(
    'unit',
    [16, 16, 1, 1],
    Float32Array.from({ length: 256 }, (_, i) => (i % 17 === 0 ? 1 : 0)),
  );
  const nodes = [
    node('Conv', ['x', 'unit'], ['a']),
    node('Clip', ['a', 'lo', 'hi'], ['b']),
    node('Conv', ['b', 'unit'], ['y']),
  ];
  const constants = [unit, floats('lo', [], [0]), floats('hi', [], [6])];
  const model = await staticModel(modelOf({ inputs: { x: shape }, nodes, outputs: ['y'], constants }), engine);
  const result = differentiate(model, { of: 'y', wrt: ['x'], rules: standard, cotangent: 'dy' });
  const outputs = [{ name: 'y' }, { name: result.gradients.get('x')! }];
  const repeated = Array.from({ length: 16 }, () => points).flat();
  const feeds = { x: repeated, dy: repeated.map(() => 1) };
  const found = await run({ ...result.model, graph: { ...result.model.graph, outputs } }, engine, feeds);
  expect(Array.from(found[outputs[1]!.name]!.data, Number)).toEqual(
    Array.from({ length: 16 }, () => [1, 0, 0, 0, 1, 0, 1]).flat(),
  );
});
