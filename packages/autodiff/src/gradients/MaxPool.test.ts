import { type GradientCase, referenceTensor } from '@smoothgrad/autodiff/testing';
import { type Engine, elementCount, int, ints, intsAttribute } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkTangents } from '../../../../tests/support/checkTangent.ts';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { gradientProperty, engine as native } from '../../../../tests/support/gradientProperty.ts';
import { graphGradient } from '../../../../tests/support/graphGradient.ts';
import { modelOf, node } from '../../../../tests/support/graphs.ts';
import { poolCases } from '../../../../tests/support/poolCases.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import type { GradientRule } from '../rule.ts';
import { standard } from '../rules/standard.ts';
import { oneNodeModel } from '../testing/oneNodeModel.ts';
import { visitTaps, windows } from '../testing/reference/window.ts';
import { at, tabulate } from '../testing/tensor.ts';
import { MaxPool } from './MaxPool.ts';

/** Both formulations, run by the same runtime. */
const targets = (['cpu', 'webgpu'] as const).map((target) => [target, { ...native, target }] as const);

describe.each(targets)('for %s, the gradient of MaxPool agrees with central differences', (_, engine) => {
  const options = { engine, second: { engine } };

  test.each([
    ['1-D', 1, 30],
    ['2-D', 2, 60],
    ['3-D', 3, 15],
  ])('%s: overlapping, padded, dilated, ceil_mode', async (_, rank, runs) => {
    const cases = poolCases({ rank, dilation: 2 });
    await expect(gradientProperty(MaxPool, cases, { runs, ...options })).resolves.toBeUndefined();
    await expect(checkTangents(MaxPool, cases, { engine, runs: 5 })).resolves.toBeUndefined();
  });

  test('auto_pad', async () => {
    const cases = poolCases({ rank: 2, autoPad: ['SAME_UPPER', 'SAME_LOWER', 'VALID'] });
    await expect(gradientProperty(MaxPool, cases, { runs: 40, ...options })).resolves.toBeUndefined();
  });
});

/** Whole blocks of channels, for the formulations in ONNX Runtime's blocked layout. */
const blocked = [
  ['side by side', poolCases({ rank: 2, channels: 16, disjoint: true })],
  ['overlapping, padded, dilated, ceil_mode', poolCases({ rank: 2, channels: 16, dilation: 2 })],
] as const;

describe.each(blocked)('in blocks of channels, windows %s', (_, cases) => {
  test('the gradient agrees with central differences, also the second', async () => {
    const options = { runs: 6, secondOrder: 1, second: { engine: native } };
    await expect(gradientProperty(MaxPool, cases, options)).resolves.toBeUndefined();
  });

  test('the first maximum takes the gradient, against a search in that order', async () => {
    await expect(checkTies(cases, native, 8)).resolves.toBeUndefined();
  });
});

describe('padded windows below a Relu, in blocks of channels', () => {
  const shape = [1, 16, 6, 5];
  const values = Array.from({ length: elementCount(shape) }, (_, i) => ((i * i * 7 + i) % 5) - 3);
  const attributes = { kernel_shape: ints([3, 3]), strides: ints([2, 2]), pads: ints([1, 1, 1, 1]) };
  const model = modelOf({
    inputs: { x: shape },
    nodes: [node('Relu', ['x'], ['r']), node('MaxPool', ['r'], ['y'], attributes)],
    outputs: ['y'],
  });
  const rectified = values.map((value) => Math.max(value, 0));
  const expected = firstMaxima({ inputs: [{ shape, values: rectified }], attributes });
  const ones = new Array(16 * 3 * 3).fill(1);

  test('the first maxima take the gradient, windows of zeros pass none', async () => {
    const zeros = expected.filter((count, i) => count > 0 && rectified[i] === 0);
    expect(zeros.length).toBeGreaterThan(5);
    const masked = expected.map((count, i) => (values[i]! > 0 ? count : 0));
    expect(await graphGradient(model, values, ones)).toEqual(masked);
  });

  test('of the Relu’s own result each zero window has a gradient too', async () => {
    expect(await graphGradient(model, values, ones, standard, 'r')).toEqual(expected);
  });

  test('under a Relu that passes what reaches a zero, their first element takes it', async () => {
    const open: GradientRule = { op: 'Relu', backward: ({ cotangents }) => cotangents };
    expect(await graphGradient(model, values, ones, { ...standard, Relu: open })).toEqual(expected);
  });
});

/** An image of few values, so that many windows have several maxima. */
async function checkTies(pools: fc.Arbitrary<GradientCase>, engine: Engine, numRuns = 25): Promise<void> {
  const cases = fc.tuple(pools, fc.infiniteStream(fc.integer({ min: 0, max: 2 })));
  const property = fc.asyncProperty(cases, async ([gradientCase, numbers]) => {
    const shape = gradientCase.inputs[0]!.shape;
    const values = Array.from({ length: elementCount(shape) }, () => numbers.next().value as number);
    const tied = { ...gradientCase, inputs: [{ shape, values }] };
    expect(await gradientAt(MaxPool, tied, undefined, engine)).toEqual(firstMaxima(tied));
  });
  await fc.assert(property, { seed: 7, numRuns });
}

/** One image of one channel. */
function pool(rows: readonly (readonly number[])[], kernel: number, stride: number, pads = [0, 0, 0, 0]): GradientCase {
  return {
    inputs: [{ shape: [1, 1, rows.length, rows[0]!.length], values: rows.flat() }],
    attributes: { kernel_shape: ints([kernel, kernel]), strides: ints([stride, stride]), pads: ints(pads) },
  };
}

describe.each(targets)(
  'for %s, among equal maxima the first in row-major order takes the gradient, as in PyTorch',
  (_, engine) => {
    test('a uniform image', async () => {
      const rows = Array.from({ length: 4 }, () => [5, 5, 5, 5]);
      expect(await gradientAt(MaxPool, pool(rows, 2, 2), [1, 2, 3, 4], engine)).toEqual([
        1, 0, 2, 0, 0, 0, 0, 0, 3, 0, 4, 0, 0, 0, 0, 0,
      ]);
    });

    test('windows of zeros, as below a Relu', async () => {
      const rows = [
        [0, 0, 0, 1],
        [0, 0, 1, 0],
      ];
      expect(await gradientAt(MaxPool, pool(rows, 2, 2), [3, 7], engine)).toEqual([3, 0, 0, 7, 0, 0, 0, 0]);
    });

    test('overlapping windows with one maximum in common add up', async () => {
      const rows = [
        [0, 0, 0],
        [0, 9, 9],
        [0, 9, 9],
      ];
      expect(await gradientAt(MaxPool, pool(rows, 2, 1), [1, 10, 100, 1000], engine)).toEqual([
        0, 0, 0, 0, 1111, 0, 0, 0, 0,
      ]);
    });

    test('a uniform image under overlapping windows: each has its own first element', async () => {
      const rows = Array.from({ length: 3 }, () => [2, 2, 2]);
      expect(await gradientAt(MaxPool, pool(rows, 2, 1), [1, 2, 3, 4], engine)).toEqual([1, 2, 0, 3, 4, 0, 0, 0, 0]);
    });

    test('padding is never the maximum, however negative the image', async () => {
      const rows = [
        [-5, -5],
        [-5, -5],
      ];
      expect(await gradientAt(MaxPool, pool(rows, 3, 2, [1, 1, 1, 1]), [4], engine)).toEqual([4, 0, 0, 0]);
    });

    test('in every image and channel of a batch', async () => {
      const gradientCase = {
        inputs: [{ shape: [2, 2, 1, 2], values: [1, 1, 0, 3, 3, 0, 2, 2] }],
        attributes: { kernel_shape: ints([1, 2]) },
      };
      expect(await gradientAt(MaxPool, gradientCase, [1, 2, 3, 4], engine)).toEqual([1, 0, 0, 2, 3, 0, 4, 0]);
    });

    test('with storage_order, which only concerns the Indices a model returns', async () => {
      const base = pool(
        [
          [1, 2, 3],
          [4, 9, 9],
        ],
        2,
        1,
      );
      const gradientCase = { ...base, attributes: { ...base.attributes, storage_order: int(1) } };
      expect(await gradientAt(MaxPool, gradientCase, [1, 2], engine)).toEqual([0, 0, 0, 0, 3, 0]);
    });

    test.each([1, 2, 3])(
      'any window in %i-D over an image of few values, against a search in that order',
      async (rank) => {
        await expect(checkTies(poolCases({ rank, dilation: 2 }), engine)).resolves.toBeUndefined();
      },
    );
  },
);

/** How many windows have their first maximum at each element. */
function firstMaxima(gradientCase: GradientCase): number[] {
  const { node } = oneNodeModel('MaxPool', gradientCase);
  const [input] = gradientCase.inputs;
  const [batch = 0, channels = 0, ...sizes] = input!.shape;
  const x = referenceTensor(input!.shape, input!.values!);
  const axes = windows(node, sizes, intsAttribute(node, 'kernel_shape')!);
  const counts = tabulate(x.shape, () => 0);
  tabulate([batch, channels, ...axes.map(({ outputs }) => outputs)], ([n = 0, c = 0, ...o]) => {
    let best: { value: number; flat: number } | undefined;
    visitTaps(axes, o, (position) => {
      const index = [n, c, ...position];
      const flat = index.reduce((offset, i, axis) => offset * x.shape[axis]! + i, 0);
      const value = at(x, index);
      if (best === undefined || value > best.value) best = { value, flat };
    });
    counts.data[best!.flat]! += 1;
    return 0;
  });
  return Array.from(counts.data);
}

describe('refused', () => {
  const value = (name: string, shape: readonly number[]) => ({ name, type: 'float32' as const, shape });
  const attributes = { kernel_shape: ints([2]), dilations: ints([2]), pads: ints([1, 1]) };

  test('a window whose taps all fall on padding', () => {
    expect(refusal(MaxPool, { attributes, inputs: [value('x', [1, 1, 1])], output: value('y', [1, 1, 1]) })).toMatch(
      /Maxpool.*windows lies wholly in the padding/i,
    );
  });

  test('a window ceil_mode counts in the inferred shape, behind the input', () => {
    const ceil = { kernel_shape: ints([1]), strides: ints([2]), ceil_mode: int(1) };
    expect(
      refusal(MaxPool, { attributes: ceil, inputs: [value('x', [1, 1, 2])], output: value('y', [1, 1, 2]) }),
    ).toMatch('wholly in the padding');
  });
});
