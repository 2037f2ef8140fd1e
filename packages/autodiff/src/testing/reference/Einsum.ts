import { stringAttribute } from '@smoothgrad/onnx';
import { at, type Forward, type ReferenceTensor, tabulate } from '../tensor.ts';

/**
 * numpy.einsum: the sum, over every label that is not in the output, of the product of the operands. An axis of length 1 is
 * broadcast. Axes behind `...` are numbered from the last one.
 */
export const Einsum: Forward = (inputs, node) => {
  const equation = stringAttribute(node, 'equation', '').replaceAll(' ', '');
  const [left = '', right] = equation.split('->');
  const operands = left.split(',').map((term, i) => labelsOf(term, inputs[i]!.shape.length));
  const all = operands.flat();
  const hidden = [...new Set(all)].filter((label) => label.startsWith('-')).sort((a, b) => Number(a) - Number(b));
  const output =
    right === undefined
      ? [...hidden, ...all.filter((label) => !label.startsWith('-') && count(all, label) === 1).sort()]
      : labelsOf(right, right.replace('...', '').length + (right.includes('...') ? hidden.length : 0));
  const lengths = new Map<string, number>();
  operands.forEach((labels, i) => {
    labels.forEach((label, axis) => {
      lengths.set(label, Math.max(lengths.get(label) ?? 1, inputs[i]!.shape[axis]!));
    });
  });
  const summed = [...lengths.keys()].filter((label) => !output.includes(label));
  const sizes = (labels: readonly string[]) => labels.map((label) => lengths.get(label)!);
  return tabulate(sizes(output), (outer) => {
    const products = tabulate(sizes(summed), (inner) => {
      const index = new Map([
        ...output.map((l, i) => [l, outer[i]!] as const),
        ...summed.map((l, i) => [l, inner[i]!] as const),
      ]);
      return operands.reduce((product, labels, i) => product * element(inputs[i]!, labels, index), 1);
    });
    return products.data.reduce((sum, value) => sum + value, 0);
  });
};

const count = (labels: readonly string[], label: string) => labels.filter((other) => other === label).length;

function element(x: ReferenceTensor, labels: readonly string[], index: ReadonlyMap<string, number>): number {
  return at(
    x,
    labels.map((label, axis) => (x.shape[axis] === 1 ? 0 : index.get(label)!)),
  );
}

/** Letters, and `-1`, `-2`, … for the axes behind an ellipsis. */
function labelsOf(term: string, rank: number): string[] {
  const [before = '', after] = term.split('...');
  if (after === undefined) return [...before];
  const hidden = rank - before.length - after.length;
  return [...before, ...Array.from({ length: hidden }, (_, i) => String(i - hidden)), ...after];
}
