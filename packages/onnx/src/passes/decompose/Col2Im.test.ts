import { type Attribute, ints } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectNotDecomposed, expectSameDecomposed } from '../../../../../tests/support/decomposeCases.ts';
import { expectDecomposedGradient } from '../../../../../tests/support/decomposedGradient.ts';
import { type Forward, tabulate } from '../../../../autodiff/src/testing/tensor.ts';

const whole = (...values: number[]) => ({ type: 'int64', shape: [values.length], values, constant: true }) as const;

interface Form {
  readonly image: readonly number[];
  readonly block: readonly number[];
  readonly columns: readonly number[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

const forms: readonly (readonly [string, Form])[] = [
  ['side by side', { image: [4, 6], block: [2, 3], columns: [2, 12, 4] }],
  [
    'apart',
    {
      image: [5, 8],
      block: [2, 2],
      columns: [1, 8, 8],
      attributes: { strides: ints([3, 2]), pads: ints([0, 0, 1, 0]) },
    },
  ],
  [
    'overlapping, with a rest',
    {
      image: [6, 7],
      block: [3, 3],
      columns: [2, 18, 9],
      attributes: { strides: ints([2, 3]), pads: ints([1, 1, 0, 2]) },
    },
  ],
  ['dilated', { image: [6, 5], block: [2, 2], columns: [1, 8, 8], attributes: { dilations: ints([2, 3]) } }],
  ['of a line', { image: [7], block: [3], columns: [2, 6, 3], attributes: { strides: ints([2]) } }],
];
const caseOf = ({ image, block, columns, attributes = {} }: Form) => {
  // The default strides of `side by side` would be 1.
  const settings = columns[2] === 4 && image.length === 2 ? { strides: ints(block), ...attributes } : attributes;
  return { inputs: [{ shape: columns }, whole(...image), whole(...block)], attributes: settings };
};

test.each(forms)('blocks %s, as ONNX Runtime has them', async (_, form) => {
  const { operators } = await expectSameDecomposed('Col2Im', caseOf(form));
  expect(operators).toContain('ConvTranspose');
});

/** Two axes, no padding, the stride of the blocks. */
const forward: Forward = ([x]) =>
  tabulate([2, 2, 4, 6], ([n = 0, c = 0, i = 0, j = 0]) => {
    const place = c * 6 + (i % 2) * 3 + (j % 3);
    return x!.data[(n * 12 + place) * 4 + Math.floor(i / 2) * 2 + Math.floor(j / 3)]!;
  });

test('the gradient agrees with central differences', async () => {
  const cases = fc.constant(caseOf(forms[0]![1]));
  await expect(expectDecomposedGradient('Col2Im', cases, forward, { runs: 3 })).resolves.toBeUndefined();
});

test('sizes that only the run would tell are refused', async () => {
  const { inputs } = caseOf(forms[0]![1]);
  const open = { type: 'int64', shape: [2], values: [4, 6] } as const;
  await expectNotDecomposed('Col2Im', { inputs: [inputs[0]!, open, inputs[2]!] }, /not constant|depend on the data/);
});
