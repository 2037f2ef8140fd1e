import { normalValues } from '@smoothgrad/autodiff/testing';
import { ints, intsAttribute } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectSameDecomposed } from '../../../../../tests/support/decomposeCases.ts';
import { expectDecomposedGradient } from '../../../../../tests/support/decomposedGradient.ts';
import { shapeOf } from '../../../../../tests/support/gradientProperty.ts';
import { type Forward, type ReferenceTensor, tabulate } from '../../../../autodiff/src/testing/tensor.ts';

const reference: Forward = ([x], node) => {
  const axes = (intsAttribute(node, 'axes') ?? [0, 2, 3]).map((axis) => (axis + x!.shape.length) % x!.shape.length);
  const key = (index: readonly number[]) => index.filter((_, axis) => !axes.includes(axis)).join();
  const groups = new Map<string, number[]>();
  visit(x!, (index, value) => groups.set(key(index), [...(groups.get(key(index)) ?? []), value]));
  const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  let flat = 0;
  return tabulate(x!.shape, (index) => {
    const group = groups.get(key(index))!;
    const mean = average(group);
    return (x!.data[flat++]! - mean) / (Math.sqrt(average(group.map((value) => (value - mean) ** 2))) + 1e-9);
  });
};

function visit(x: ReferenceTensor, see: (index: readonly number[], value: number) => void): void {
  let flat = 0;
  tabulate(x.shape, (index) => {
    see([...index], x.data[flat++]!);
    return 0;
  });
}

test('the gradient of MeanVarianceNormalization agrees with central differences over any axes', async () => {
  const cases = fc
    .tuple(
      shapeOf(4, 3),
      fc.constantFrom<number[] | undefined>(undefined, [0, 2, 3], [2, 3], [1, 2, 3], [-1, -2], [0, 1, 2, 3]),
      fc.nat(99),
    )
    // Few elements may lie near each other, where the derivative grows without bound.
    .filter(([shape, axes]) => (axes ?? [0, 2, 3]).reduce<number>((count, axis) => count * shape.at(axis)!, 1) >= 6)
    .map(([shape, axes, seed]) => ({
      seed,
      inputs: [{ shape, values: normalValues(shape, seed) }],
      ...(axes && { attributes: { axes: ints(axes) } }),
    }));
  await expect(expectDecomposedGradient('MeanVarianceNormalization', cases, reference)).resolves.toBeUndefined();
});

test('equal elements give 0, and nothing infinite on the way back', async () => {
  const flat = fc.constant({ inputs: [{ shape: [1, 2, 2, 2], values: [3, 3, 3, 3, -1, -1, -1, -1] }] });
  // σ counts as constant: y = (x − mean)·1e9.
  const linear: Forward = ([x]) =>
    tabulate(x!.shape, ([, c = 0, ...rest]) => {
      const group = x!.data.subarray(4 * c, 4 * c + 4);
      return (group[2 * rest[0]! + rest[1]!]! - group.reduce((a, b) => a + b) / 4) * 1e9;
    });
  // ONNX Runtime's own kernel gives NaN, which the forward of the decomposition does not.
  await expect(
    expectDecomposedGradient('MeanVarianceNormalization', flat, linear, { runs: 1, secondOrder: 0 }),
  ).resolves.toBeUndefined();
});

test('as ONNX Runtime has it, in an older operator set too', async () => {
  const inputs = [{ shape: [2, 3, 4, 4] }];
  await expectSameDecomposed('MeanVarianceNormalization', { inputs });
  await expectSameDecomposed('MeanVarianceNormalization', { inputs, opset: 9, attributes: { axes: ints([2, 3]) } });
  expect.hasAssertions();
});
