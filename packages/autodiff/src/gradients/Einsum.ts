import { type GraphBuilder, sameShape, string, stringAttribute, type Value } from '@smoothgrad/onnx';
import type { BackwardContext, GradientRule, RuleContext } from '../rule.ts';
import { einsumTerms, freeLabels, type Terms } from './einsumTerms.ts';

/**
 * y = Σ of the product of the operands over the labels that are not in the output.
 * The cotangent of an operand is the Einsum of dy and the other operands with the labels of that operand as output. Labels
 * only it has were summed alone: dy is repeated along them. Labels it has twice (diagonals) meet an identity matrix, and axes
 * of length 1 that were broadcast are summed.
 */
export const Einsum: GradientRule = {
  op: 'Einsum',
  refuse(context) {
    const terms = readTerms(context);
    if (typeof terms === 'string') return terms;
    const { inputs, outputs } = context;
    const isUneven = terms.operands.some((labels, i) =>
      labels.some((label, axis) => inputs[i]!.shape[axis] !== inputs[i]!.shape[labels.indexOf(label)]),
    );
    if (isUneven) return 'it takes a diagonal of axes of different lengths';
    const shape = terms.output.map((label) => terms.lengths.get(label)!);
    return sameShape(shape, outputs[0]!.shape)
      ? undefined
      : 'it broadcasts an axis of length 1 under a named label, and ONNX infers a wrong shape for that; expand the operand before it';
  },
  backward(context) {
    const terms = readTerms(context) as Terms;
    return context.inputs.map((_, i) => (context.needs[i] ? operandCotangent(context, terms, i) : undefined));
  },
};

function readTerms({ node, inputs }: RuleContext): Terms | string {
  return einsumTerms(
    stringAttribute(node, 'equation', ''),
    inputs.map((input) => input!.shape),
  );
}

interface Term {
  readonly labels: readonly string[];
  readonly value: Value;
}

function operandCotangent(context: BackwardContext, { operands, output, lengths }: Terms, index: number): Value {
  const { g, inputs, cotangents } = context;
  const x = inputs[index]!;
  const labels = renamedRepeats(operands[index]!, [...lengths.keys()]);
  const terms: Term[] = [
    { labels: output, value: cotangents[0]! },
    ...operands.flatMap((other, i) => (i === index ? [] : [withoutOnes(g, other, inputs[i]!, lengths)])),
  ];
  for (const [axis, label] of labels.entries()) {
    const first = operands[index]![axis]!;
    const size = x.shape[axis]!;
    if (label !== first && size > 1) terms.push({ labels: [first, label], value: identityMatrix(g, size, x) });
  }
  const present = new Set(terms.flatMap((term) => term.labels));
  const isKept = labels.map((label, axis) => present.has(label) && (x.shape[axis] !== 1 || lengths.get(label) === 1));
  const kept = labels.filter((_, axis) => isKept[axis]);
  const product = einsum(g, terms, kept);
  const lengthOf = new Map(kept.map((label, i) => [label, product.shape[i]!]));
  const partial = g.reshape(
    product,
    labels.map((label) => lengthOf.get(label) ?? 1),
  );
  return g.expand(partial, x.shape);
}

/** An operand without the axes of length 1 that are broadcast: the runtime computes those, but infers wrong shapes. */
function withoutOnes(g: GraphBuilder, labels: readonly string[], value: Value, lengths: Terms['lengths']): Term {
  const isFull = (label: string, axis: number) => value.shape[axis] === lengths.get(label);
  return {
    labels: labels.filter(isFull),
    value: g.reshape(
      value,
      value.shape.filter((_, axis) => isFull(labels[axis]!, axis)),
    ),
  };
}

/** Labels without repetition: later occurrences get a letter of their own. */
function renamedRepeats(labels: readonly string[], used: readonly string[]): string[] {
  const free = freeLabels(used);
  return labels.map((label, axis) => (labels.indexOf(label) === axis ? label : free.shift()!));
}

function einsum(g: GraphBuilder, terms: readonly Term[], output: readonly string[]): Value {
  const [only, ...more] = terms;
  if (more.length === 0 && only!.labels.join() === output.join()) return only!.value;
  const lengths = new Map(terms.flatMap(({ labels, value }) => labels.map((label, i) => [label, value.shape[i]!])));
  const shape = output.map((label) => lengths.get(label)!);
  const equation = `${terms.map(({ labels }) => labels.join('')).join(',')}->${output.join('')}`;
  return g.op(
    'Einsum',
    terms.map(({ value }) => value),
    { shape, attributes: { equation: string(equation) } },
  );
}

/** Made of a comparison of positions, which ONNX Runtime folds. */
function identityMatrix(g: GraphBuilder, size: number, like: Value): Value {
  const positions = g.int64(Array.from({ length: size }, (_, i) => i));
  const isDiagonal = g.compare('Equal', g.reshape(positions, [size, 1]), positions);
  return g.cast(isDiagonal, like.type);
}
