import { distinctValues } from '@smoothgrad/autodiff/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { PRelu } from './PRelu.ts';

// Of float64 ONNX Runtime makes it of the operators of its definition.
const types = fc.constantFrom('float32' as const, 'float64' as const);

/** A shape and one that broadcasts to it, possibly with fewer axes. */
const shapes = anyShape(1, 4).chain((shape) =>
  fc
    .tuple(fc.array(fc.boolean(), { minLength: shape.length, maxLength: shape.length }), fc.nat(shape.length))
    .map(([ones, dropped]) => ({
      shape,
      slope: shape.map((length, axis) => (ones[axis] ? 1 : length)).slice(dropped),
    })),
);

test.each([
  ['a slope that is differentiated too', false],
  ['a constant slope', true],
])('the gradient of PRelu agrees with central differences: %s', async (_, constant) => {
  const cases = fc.tuple(shapes, fc.nat(999), types).map(([{ shape, slope }, seed, type]) => ({
    inputs: [
      { shape, type, values: distinctValues(shape, seed) },
      { shape: slope, type, constant },
    ],
  }));
  await expect(gradientProperty(PRelu, cases)).resolves.toBeUndefined();
});

test('one slope for each channel', async () => {
  const inputs = [
    { shape: [1, 2, 1, 2], values: [-1, 2, -3, 4] },
    { shape: [2, 1, 1], values: [0.25, -0.5] },
  ];
  expect(await gradientAt(PRelu, { inputs })).toEqual([0.25, 1, -0.5, 1]);
  expect(await gradientAt(PRelu, { inputs, wrt: [1] })).toEqual([-1, -3]);
});

test('at 0 the slope is that below it, as PyTorch', async () => {
  const inputs = [
    { shape: [3], values: [-2, 0, 3] },
    { shape: [1], values: [0.25] },
  ];
  expect(await gradientAt(PRelu, { inputs })).toEqual([0.25, 0.25, 1]);
  expect(await gradientAt(PRelu, { inputs, wrt: [1] })).toEqual([-2]);
});

test('a slope for each channel without the axes behind them is refused', () => {
  const value = (name: string, shape: readonly number[]) => ({ name, type: 'float32', shape }) as const;
  const [x, y] = [value('x', [1, 8, 12, 12]), value('y', [1, 8, 12, 12])];
  expect(refusal(PRelu, { inputs: [x, value('a', [8])], output: y })).toMatch(
    "PRelu at node 'the node': its slope [8] does not broadcast to [1,8,12,12]",
  );
  for (const shape of [[], [1], [12], [8, 1, 1], [1, 8, 12, 12]]) {
    expect(refusal(PRelu, { inputs: [x, value('a', shape)], output: y })).toBeUndefined();
  }
});
