import { int, intAttribute } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectSameDecomposed } from '../../../../../tests/support/decomposeCases.ts';
import { expectDecomposedGradient } from '../../../../../tests/support/decomposedGradient.ts';
import { at, type Forward, tabulate } from '../../../../autodiff/src/testing/tensor.ts';

const caseOf = (size: readonly number[], aligned: number) => ({
  opset: 20,
  inputs: [
    { shape: [size[0]!, size.length - 2, size.length - 1] },
    { type: 'int64', shape: [size.length], values: size, constant: true } as const,
  ],
  attributes: { align_corners: int(aligned) },
});
const sizes = [
  [2, 3, 4, 5],
  [1, 1, 2, 7],
  [2, 3, 3, 4, 2],
];

test.each(sizes.flatMap((size) => [0, 1].map((aligned) => [size, aligned] as const)))(
  'an image of size %j, align_corners %d, as ONNX Runtime has it',
  async (size, aligned) => {
    const { y } = await expectSameDecomposed('AffineGrid', caseOf(size, aligned));
    expect(y.shape).toEqual([size[0], ...size.slice(2), size.length - 2]);
  },
);

/** As PyTorch's `affine_grid` for images. */
const forward: Forward = ([theta, size], node) => {
  const [batch = 1, , height = 1, width = 1] = size!.data;
  const aligned = intAttribute(node, 'align_corners', 0) === 1;
  const place = (i: number, length: number) => (aligned ? (2 * i) / (length - 1) - 1 : (2 * i + 1) / length - 1);
  return tabulate([batch, height, width, 2], ([n = 0, i = 0, j = 0, k = 0]) => {
    const [a, b, c] = [0, 1, 2].map((column) => at(theta!, [n, k, column]));
    return a! * place(j, width) + b! * place(i, height) + c!;
  });
};

test('the gradient agrees with central differences', async () => {
  const cases = fc.constantFrom(0, 1).map((aligned) => caseOf([2, 3, 4, 5], aligned));
  await expect(expectDecomposedGradient('AffineGrid', cases, forward, { runs: 4 })).resolves.toBeUndefined();
});
