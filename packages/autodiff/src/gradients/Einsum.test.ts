import { string } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { Einsum } from './Einsum.ts';

const einsumCase = (equation: string, shapes: readonly (readonly number[])[]) => ({
  inputs: shapes.map((shape) => ({ shape })),
  attributes: { equation: string(equation) },
});

test.each([
  [
    'attention',
    'bhid,bhjd->bhij',
    [
      [2, 2, 3, 4],
      [2, 2, 2, 4],
    ],
  ],
  [
    'attention, values',
    'bhij,bhjd->bhid',
    [
      [2, 2, 3, 2],
      [2, 2, 2, 4],
    ],
  ],
  [
    'a matrix product',
    'ij,jk->ik',
    [
      [2, 3],
      [3, 4],
    ],
  ],
  [
    'without an output',
    'ij,jk',
    [
      [2, 3],
      [3, 4],
    ],
  ],
  [
    'without an output, in other letters',
    'Bz,Ab->AbBz',
    [
      [2, 3],
      [2, 4],
    ],
  ],
  [
    'spaces',
    ' ... i , i j -> ... j ',
    [
      [2, 2, 3],
      [3, 4],
    ],
  ],
  ['a transposition', 'ij->ji', [[2, 3]]],
  [
    'the ellipsis in the middle',
    'i...j,j...->i...',
    [
      [2, 3, 4],
      [4, 3],
    ],
  ],
  ['the ellipsis alone', '...->...', [[2, 3]]],
  ['the ellipsis without an output', 'i...', [[2, 3]]],
  [
    'an ellipsis in one operand',
    '...ij,jk->...ik',
    [
      [2, 2, 3],
      [3, 2],
    ],
  ],
  ['axes of one operand summed', 'ij,k->j', [[2, 3], [4]]],
  ['everything summed', 'ij->', [[2, 3]]],
  ['a trace', 'ii', [[3, 3]]],
  ['a diagonal', '...ii->...i', [[2, 3, 3]]],
  ['two diagonals', 'iijj->ji', [[3, 3, 2, 2]]],
  ['a diagonal of three', 'iii->i', [[2, 2, 2]]],
  [
    'a diagonal in a product',
    'ii,ij->j',
    [
      [3, 3],
      [3, 2],
    ],
  ],
  [
    'a trace times a matrix',
    'ii,jk->jk',
    [
      [2, 2],
      [2, 3],
    ],
  ],
  [
    'three operands',
    'ij,jk,kl->il',
    [
      [2, 3],
      [3, 4],
      [4, 2],
    ],
  ],
  [
    'three operands, one label in all',
    'ij,ik,il->jkl',
    [
      [2, 3],
      [2, 2],
      [2, 4],
    ],
  ],
  ['an outer product', 'i,j,k->ijk', [[2], [3], [2]]],
  [
    'elementwise',
    'ij,ij->ij',
    [
      [2, 3],
      [2, 3],
    ],
  ],
  ['a scalar operand', ',ij->ij', [[], [2, 3]]],
  ['scalars', ',->', [[], []]],
  [
    'axes of 1 in the second operand',
    'ij,ij->ij',
    [
      [2, 3],
      [1, 3],
    ],
  ],
  [
    'axes of 1, summed',
    'ij,jk->ik',
    [
      [2, 1],
      [3, 4],
    ],
  ],
  [
    'axes of 1, all summed',
    'ij,ij->',
    [
      [1, 3],
      [2, 1],
    ],
  ],
  [
    'axes of 1 in the ellipsis',
    'a...,...->a...',
    [
      [2, 1, 3],
      [2, 1],
    ],
  ],
  [
    'axes of 1 everywhere',
    'ij,ij->i',
    [
      [1, 1],
      [1, 1],
    ],
  ],
] as const)('the gradient of Einsum agrees with central differences: %s (%s)', async (_, equation, shapes) => {
  const cases = fc.constant(einsumCase(equation, shapes));
  await expect(gradientProperty(Einsum, cases, { runs: 1 })).resolves.toBeUndefined();
});

const letters = fc.constantFrom(...'ijkl');

/**
 * One to three operands with any labels, of which any subset in any order is the output. Axes of 1 are broadcast, but not where
 * a label occurs first: ONNX infers the length from there.
 */
const anyEquation = fc
  .record({
    operands: fc.array(fc.array(letters, { maxLength: 3 }), { minLength: 1, maxLength: 3 }),
    lengths: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 4, maxLength: 4 }),
    broadcast: fc.array(fc.constantFrom('', '', ...'ijkl'), { minLength: 3, maxLength: 3 }),
  })
  .chain(({ operands, lengths, broadcast }) =>
    fc.shuffledSubarray([...new Set(operands.flat())]).map((output) => {
      const length = (label: string, i: number) => {
        const isFirst = operands.findIndex((labels) => labels.includes(label)) === i;
        return label === broadcast[i] && !(isFirst && output.includes(label)) ? 1 : lengths['ijkl'.indexOf(label)]!;
      };
      return einsumCase(
        `${operands.map((labels) => labels.join('')).join(',')}->${output.join('')}`,
        operands.map((labels, i) => labels.map((label) => length(label, i))),
      );
    }),
  );

test('the gradient of Einsum agrees with central differences: any equation', async () => {
  await expect(gradientProperty(Einsum, anyEquation, { runs: 60, secondOrder: 6 })).resolves.toBeUndefined();
});

test('in float64', async () => {
  const operand = { shape: [2, 2], type: 'float64' as const };
  const values = [0.1, 0.2, 0.3, 0.4];
  const inputs = [operand, { ...operand, values }];
  const gradient = await gradientAt(Einsum, { inputs, attributes: { equation: string('ij,jk->ik') } }, [1, 0, 0, 1]);
  expect(gradient).toEqual([0.1, 0.3, 0.2, 0.4]);
});

test('the gradient of the trace is the identity', async () => {
  expect(await gradientAt(Einsum, einsumCase('ii', [[2, 2]]), [3])).toEqual([3, 0, 0, 3]);
});

test('an implicit output in mixed letter case is refused', () => {
  const x = { name: 'x', type: 'float32' as const, shape: [2, 3] };
  const refusalCase = { inputs: [x], output: { ...x, name: 'y' } };
  expect(refusal(Einsum, { ...refusalCase, attributes: { equation: string('aB') } })).toMatch(
    "its equation 'aB' leaves out the output and mixes letter case",
  );
  expect(refusal(Einsum, { ...refusalCase, attributes: { equation: string('AB') } })).toBeUndefined();
  expect(refusal(Einsum, { ...refusalCase, attributes: { equation: string('ijk->i') } })).toMatch(
    'does not fit the ranks',
  );
});

test('an axis of 1 whose label is broadcast is refused where ONNX infers a wrong shape', () => {
  const value = (name: string, shape: readonly number[]) => ({ name, type: 'float32' as const, shape });
  const inputs = [value('a', [2, 1]), value('b', [1, 3])];
  const attributes = { equation: string('ij,ij->ij') };
  expect(refusal(Einsum, { inputs, attributes, output: value('y', [2, 1]) })).toMatch(
    'it broadcasts an axis of length 1 under a named label',
  );
  expect(refusal(Einsum, { inputs, attributes, output: value('y', [2, 3]) })).toBeUndefined();
});
