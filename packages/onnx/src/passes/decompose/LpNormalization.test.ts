import { distinctValues } from '@smoothgrad/autodiff/testing';
import { int, intAttribute } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectSameDecomposed } from '../../../../../tests/support/decomposeCases.ts';
import { expectDecomposedGradient } from '../../../../../tests/support/decomposedGradient.ts';
import { anyShape } from '../../../../../tests/support/gradientProperty.ts';
import { at, type Forward, tabulate } from '../../../../autodiff/src/testing/tensor.ts';

const reference: Forward = ([x], node) => {
  const { shape } = x!;
  const axis = (intAttribute(node, 'axis', -1) + shape.length) % shape.length;
  const p = intAttribute(node, 'p', 2);
  return tabulate(shape, (index) => {
    let sum = 0;
    for (let i = 0; i < shape[axis]!; i++) sum += Math.abs(at(x!, index.toSpliced(axis, 1, i))) ** p;
    return sum === 0 ? 0 : at(x!, index) / sum ** (1 / p);
  });
};

test('the gradient of LpNormalization agrees with central differences along any axis, p 1 and 2', async () => {
  const cases = anyShape(1, 4).chain((shape) =>
    fc
      .tuple(fc.integer({ min: -shape.length, max: shape.length - 1 }), fc.constantFrom(1, 2), fc.nat(99))
      .map(([axis, p, seed]) => ({
        inputs: [{ shape, values: distinctValues(shape, seed, 0.5) }],
        attributes: { axis: int(axis), p: int(p) },
      })),
  );
  await expect(expectDecomposedGradient('LpNormalization', cases, reference, { runs: 40 })).resolves.toBeUndefined();
});

test.each([1, 2])('a zero vector stays 0 and passes nothing back: p = %d', async (p) => {
  const values = [0, 0, 0, 3, -4, 0];
  const attributes = { p: int(p) };
  const { y } = await expectSameDecomposed('LpNormalization', { inputs: [{ shape: [2, 3], values }], attributes });
  expect(Array.from(y.data, Number).slice(0, 3)).toEqual([0, 0, 0]);
  // The constant 0 that the forward is there, not central differences, which know no derivative.
  const zero = fc.constant({ inputs: [{ shape: [3], values: [0, 0, 0] }], attributes });
  const constant: Forward = ([x]) => tabulate(x!.shape, () => 0);
  await expect(
    expectDecomposedGradient('LpNormalization', zero, constant, { runs: 1, secondOrder: 0 }),
  ).resolves.toBeUndefined();
});

test('float64, and the last axis and p = 2 by default', async () => {
  const { y } = await expectSameDecomposed('LpNormalization', {
    inputs: [{ shape: [2, 2], type: 'float64', values: [3, 4, -6, 8] }],
  });
  expect(Array.from(y.data, Number)).toEqual([0.6, 0.8, -0.6, 0.8]);
});
