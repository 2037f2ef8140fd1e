import { string } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkTangents } from '../../../../tests/support/checkTangent.ts';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { anyShape, engine, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { checkGradient } from '../testing/checkGradient.ts';
import { Pad } from './Pad.ts';

const integers = (values: readonly number[]) => ({
  shape: [values.length],
  type: 'int64' as const,
  values,
  constant: true,
});

/** Amounts for the two sides of an axis; negative ones leave at least one element. */
const amounts = (length: number) =>
  fc
    .tuple(fc.integer({ min: 1 - length, max: 3 }), fc.nat(3))
    .chain(([first, second]) => fc.constantFrom([first, second] as const, [second, first] as const));

test('the gradient of Pad agrees with central differences: borders, crops, a value, named axes', async () => {
  const cases = anyShape(1, 4).chain((shape) =>
    fc
      .subarray(
        shape.map((_, axis) => axis),
        { minLength: 1 },
      )
      .chain((axes) =>
        fc
          .record({
            sides: fc.tuple(...axes.map((axis) => amounts(shape[axis]!))),
            value: fc.constantFrom(undefined, 3),
            fromEnd: fc.boolean(),
          })
          .map(({ sides, value, fromEnd }) => ({
            inputs: [
              { shape },
              integers([...sides.map(([before]) => before), ...sides.map(([, after]) => after)]),
              value === undefined ? undefined : { shape: [], values: [value], constant: true },
              axes.length === shape.length
                ? undefined
                : integers(axes.map((axis) => (fromEnd ? axis - shape.length : axis))),
            ],
          })),
      ),
  );
  await expect(gradientProperty(Pad, cases, { runs: 60 })).resolves.toBeUndefined();
});

/** Borders that repeat elements, on either side of some axes, and crops; a mirror shows each element once. */
const repeatingCases = (mode: string) =>
  fc
    .record({
      shape: anyShape(1, 4, 2).map((shape) => shape.map((length) => length + 1)),
      sides: fc.array(fc.tuple(fc.integer({ min: -1, max: 4 }), fc.nat(4), fc.boolean()), {
        minLength: 4,
        maxLength: 4,
      }),
    })
    .map(({ shape, sides }) => {
      const both = shape.map((length, axis) => {
        const [drawn, other, swap] = sides[axis]!;
        const first = length > 2 ? drawn : Math.max(drawn, 0);
        const most = mode === 'edge' ? 4 : length + Math.min(first, 0) - (mode === 'reflect' ? 1 : 0);
        const amounts = [Math.min(first, most), Math.min(other, most)];
        return swap ? amounts.reverse() : amounts;
      });
      const amounts = [...both.map(([begin]) => begin!), ...both.map(([, end]) => end!)];
      return { inputs: [{ shape }, integers(amounts)], attributes: { mode: string(mode) } };
    });

test.each(['reflect', 'edge', 'wrap'])('the gradient of Pad agrees with central differences: %s', async (mode) => {
  const opset = mode === 'wrap' ? 19 : 18;
  const cases = repeatingCases(mode).map((gradientCase) => ({ ...gradientCase, opset }));
  await expect(gradientProperty(Pad, cases, { runs: 40 })).resolves.toBeUndefined();
  await expect(checkTangents(Pad, cases)).resolves.toBeUndefined();
});

test.each([
  ['reflect', 18, [4, 10, 81, 32]],
  ['edge', 18, [7, 8, 16, 96]],
  ['wrap', 19, [68, 8, 17, 34]],
])('cotangents of a border of two before and one behind go to what it repeats: %s', async (mode, opset, expected) => {
  const gradientCase = { inputs: [{ shape: [4] }, integers([2, 1])], attributes: { mode: string(mode) }, opset };
  expect(await gradientAt(Pad, gradientCase, [1, 2, 4, 8, 16, 32, 64])).toEqual(expected);
});

test('the border value takes the sum of the border', async () => {
  const inputs = [{ shape: [2, 2] }, integers([1, 0, 0, 2]), { shape: [], values: [3] }];
  await expect(checkGradient(Pad, [{ inputs }], { engine })).resolves.toBeUndefined();
  const onlyValue = { inputs, wrt: [2] };
  expect(await gradientAt(Pad, onlyValue)).toEqual([8]);
  expect(
    await gradientAt(Pad, { inputs: [{ shape: [3] }, integers([-1, 2]), inputs[2]!], wrt: [2] }, [1, 2, 4, 8]),
  ).toEqual([12]);
});

test('other modes, and what only the run would tell, are refused', () => {
  const x = { name: 'x', type: 'float32' as const, shape: [3] };
  const pads = { name: 'pads', type: 'int64' as const, shape: [2] };
  const axes = { name: 'axes', type: 'int64' as const, shape: [1] };
  const refusalCase = { inputs: [x, pads], output: { ...x, name: 'y', shape: [5] }, integers: { pads: [1, 1] } };
  expect(refusal(Pad, refusalCase)).toBeUndefined();
  expect(refusal(Pad, { ...refusalCase, attributes: { mode: string('mirror') } })).toMatch(
    "cannot differentiate Pad at node 'the node': its mode 'mirror' has no gradient rule",
  );
  expect(refusal(Pad, { ...refusalCase, integers: {} })).toMatch('not known before the model runs');
  expect(refusal(Pad, { ...refusalCase, inputs: [x, pads, undefined, axes] })).toMatch(
    'not known before the model runs',
  );
});
