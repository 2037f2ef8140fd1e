import { string } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
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

test('other modes, and what only the run would tell, are refused', () => {
  const x = { name: 'x', type: 'float32' as const, shape: [3] };
  const pads = { name: 'pads', type: 'int64' as const, shape: [2] };
  const axes = { name: 'axes', type: 'int64' as const, shape: [1] };
  const value = { name: 'value', type: 'float32' as const, shape: [] };
  const refusalCase = { inputs: [x, pads], output: { ...x, name: 'y', shape: [5] }, integers: { pads: [1, 1] } };
  expect(refusal(Pad, refusalCase)).toBeUndefined();
  expect(refusal(Pad, { ...refusalCase, attributes: { mode: string('reflect') } })).toMatch(
    "cannot differentiate Pad at node 'the node': its mode 'reflect' has no gradient rule yet",
  );
  expect(refusal(Pad, { ...refusalCase, integers: {} })).toMatch('not known before the model runs');
  expect(refusal(Pad, { ...refusalCase, inputs: [x, pads, undefined, axes] })).toMatch(
    'not known before the model runs',
  );
  expect(refusal(Pad, { ...refusalCase, inputs: [x, pads, value], wrt: ['x', 'value'] })).toMatch(
    'its border value depends on the image',
  );
});
