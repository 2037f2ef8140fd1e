import type { CaseInput, GradientCase } from '@smoothgrad/autodiff/testing';
import { int64Tensor } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { anyShape, engine, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { constantIntegers } from '../../../../tests/support/integerInputs.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { decode, oneNodeModel } from '../testing/oneNodeModel.ts';
import { runBackward } from '../testing/runBackward.ts';
import { Slice } from './Slice.ts';

const FAR = 2 ** 62;

/** Bounds inside, outside and far outside an axis, for either direction, that take at least one element. */
const bounds = (length: number) =>
  fc
    .record({
      start: fc.oneof(fc.integer({ min: -length - 2, max: length + 2 }), fc.constantFrom(-FAR, FAR)),
      end: fc.oneof(fc.integer({ min: -length - 2, max: length + 2 }), fc.constantFrom(-FAR, FAR)),
      step: fc.constantFrom(1, 1, 2, 3, 5, -1, -2, -3, FAR, -FAR),
    })
    .filter(({ start, end, step }) => {
      const [low, high] = step > 0 ? [0, length] : [-1, length - 1];
      const at = (value: number, lowest: number) =>
        Math.min(Math.max(value < 0 ? value + length : value, lowest), high);
      return (at(end, low) - at(start, 0)) * Math.sign(step) > 0;
    });

test('the gradient of Slice agrees with central differences: steps in both directions, bounds beyond the ends, named axes', async () => {
  const cases: fc.Arbitrary<GradientCase> = anyShape(1, 4, 7)
    .filter((shape) => shape.reduce((a, b) => a * b) <= 250)
    .chain((shape) =>
      fc
        .record({
          axes: fc.subarray(
            shape.map((_, axis) => axis),
            { minLength: 1 },
          ),
          fromEnd: fc.boolean(),
          type: fc.constantFrom('float32' as const, 'float64' as const),
        })
        .chain(({ axes, fromEnd, type }) =>
          fc.tuple(...axes.map((axis) => bounds(shape[axis]!))).map((list) => {
            const isPlain = list.every(({ step }) => step === 1);
            const inOrder = axes.every((axis, i) => axis === i);
            const named = constantIntegers(axes.map((axis) => (fromEnd ? axis - shape.length : axis)));
            const inputs: (CaseInput | undefined)[] = [
              { shape, type },
              constantIntegers(list.map(({ start }) => start)),
              constantIntegers(list.map(({ end }) => end)),
              inOrder && !fromEnd ? undefined : named,
              isPlain ? undefined : constantIntegers(list.map(({ step }) => step)),
            ];
            return { inputs };
          }),
        ),
    );
  await expect(gradientProperty(Slice, cases, { runs: 100 })).resolves.toBeUndefined();
});

describe('literal slices of six elements', () => {
  const at = (cotangent: readonly number[], ...lists: readonly number[][]) =>
    gradientAt(Slice, { inputs: [{ shape: [6] }, ...lists.map(constantIntegers)] }, cotangent);

  test.each([
    ['x[1:3]', [1, 2], [[1], [3]], [0, 1, 2, 0, 0, 0]],
    ['x[::2]', [1, 2, 3], [[0], [FAR], [0], [2]], [1, 0, 2, 0, 3, 0]],
    ['x[1::2]', [1, 2, 3], [[1], [FAR], [0], [2]], [0, 1, 0, 2, 0, 3]],
    ['x[::-1]', [1, 2, 3, 4, 5, 6], [[-1], [-FAR], [0], [-1]], [6, 5, 4, 3, 2, 1]],
    ['x[4:0:-3]', [1, 2], [[4], [0], [0], [-3]], [0, 2, 0, 0, 1, 0]],
    ['x[-2:]', [1, 2], [[-2], [FAR]], [0, 0, 0, 0, 1, 2]],
    ['nothing', [], [[4], [2]], [0, 0, 0, 0, 0, 0]],
  ])('%s', async (_, cotangent, lists, expected) => {
    expect(await at(cotangent, ...lists)).toEqual(expected);
  });

  test.each([
    ['to the end', [4n, 2n ** 63n - 1n, 1n], [1, 2], [0, 0, 0, 0, 1, 2]],
    ['to the start', [1n, -(2n ** 63n), -1n], [1, 2], [2, 1, 0, 0, 0, 0]],
    ['one giant step', [2n, 2n ** 63n - 1n, 2n ** 63n - 1n], [1], [0, 0, 1, 0, 0, 0]],
  ])('the ends of int64: %s', async (_, [start, end, step], cotangent, expected) => {
    const single = oneNodeModel('Slice', { inputs: [{ shape: [6] }, ...[[0], [0], [0], [0]].map(constantIntegers)] });
    const constants = { x1: start!, x2: end!, x3: 0n, x4: step! };
    const initializers = new Map(
      Object.entries(constants).map(([name, value]) => [name, int64Tensor(name, [1], [value])]),
    );
    const model = { ...single.model, graph: { ...single.model.graph, initializers } };
    const { gradients } = await runBackward(Slice, { ...single, model }, cotangent, engine);
    expect(Array.from(decode(gradients[0]!))).toEqual(expected);
  });
});

test('bounds that only the run would tell are refused', () => {
  const x = { name: 'x', type: 'float32' as const, shape: [6] };
  const list = (name: string) => ({ name, type: 'int64' as const, shape: [1] });
  const all = { starts: [0], ends: [3], axes: [0], steps: [1] };
  const inputs = [x, ...Object.keys(all).map(list)];
  const output = { ...x, name: 'y', shape: [3] };
  expect(refusal(Slice, { inputs, output, integers: all })).toBeUndefined();
  for (const missing of Object.keys(all)) {
    const integers = Object.fromEntries(Object.entries(all).filter(([name]) => name !== missing));
    expect(refusal(Slice, { inputs, output, integers })).toMatch(
      "Slice at node 'the node': its bounds are only known when the model runs",
    );
  }
});
