/** An Einsum equation with `...` and the implicit output written out: a list of labels, one for each axis of each operand. */
export interface Terms {
  readonly operands: readonly (readonly string[])[];
  readonly output: readonly string[];
  /** Length by label. Of a label that is broadcast, the longer one. */
  readonly lengths: ReadonlyMap<string, number>;
}

const ALPHABET = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** Letters that are not in use. */
export function freeLabels(used: Iterable<string>): string[] {
  const taken = new Set(used);
  return ALPHABET.filter((label) => !taken.has(label));
}

/** Reads an equation as ONNX defines it, or says why it cannot be read. */
export function einsumTerms(equation: string, shapes: readonly (readonly number[])[]): Terms | string {
  const [left = '', right] = equation.replaceAll(' ', '').split('->');
  const operands = left.split(',');
  if (operands.length !== shapes.length) return `its equation '${equation}' does not name ${shapes.length} operands`;
  const hidden = operands.map((term, i) => (term.includes('...') ? shapes[i]!.length - (term.length - 3) : 0));
  const free = freeLabels(left);
  const outer = Math.max(...hidden);
  if (free.length < outer) return `its equation '${equation}' needs more than 52 labels`;
  // The axes behind an ellipsis are aligned at the last one, as in broadcasting.
  const ellipsis = free.slice(0, outer);
  const written = (term: string, count: number) => {
    const [before = '', after] = term.split('...');
    return after === undefined ? [...before] : [...before, ...ellipsis.slice(outer - count), ...after];
  };
  const named = operands.map((term, i) => written(term, hidden[i]!));
  if (named.some((labels, i) => labels.length !== shapes[i]!.length))
    return `its equation '${equation}' does not fit the ranks of its operands`;
  const output = right === undefined ? implicitOutput(operands, ellipsis) : written(right, outer);
  if (output === undefined)
    return `its equation '${equation}' leaves out the output and mixes letter case, whose order is not agreed upon; write the output`;
  return { operands: named, output, lengths: lengthsOf(named, shapes) };
}

/** The ellipsis, then the labels that occur once, in the order of the alphabet. */
function implicitOutput(operands: readonly string[], ellipsis: readonly string[]): string[] | undefined {
  const letters = [...operands.join('').replaceAll('.', '')];
  const once = letters.filter((label) => letters.indexOf(label) === letters.lastIndexOf(label));
  const isOneCase = [once.map((label) => label.toLowerCase()), once.map((label) => label.toUpperCase())].some(
    (folded) => folded.every((label, i) => label === once[i]),
  );
  return isOneCase ? [...ellipsis, ...once.sort()] : undefined;
}

function lengthsOf(operands: readonly (readonly string[])[], shapes: readonly (readonly number[])[]) {
  const lengths = new Map<string, number>();
  operands.forEach((labels, i) => {
    labels.forEach((label, axis) => {
      const [known, length] = [lengths.get(label) ?? 1, shapes[i]![axis]!];
      lengths.set(label, known === 1 ? length : known);
    });
  });
  return lengths;
}
