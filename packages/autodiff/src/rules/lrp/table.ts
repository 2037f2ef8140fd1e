import { floatAttribute, type GraphNode } from '@smoothgrad/onnx';
import * as gradients from '../../gradients/index.ts';
import type { GradientRule, RuleTable } from '../../rule.ts';
import { activations, moves } from '../kinds.ts';
import { standard } from '../standard.ts';
import { epsilonRelevance } from './epsilon.ts';
import { linearRelevance } from './linear.ts';
import { InstanceNormalization, LayerNormalization } from './normalisations.ts';
import { quotient, scaling, withGate } from './products.ts';
import type { Relevance } from './relevance.ts';

export interface LrpOptions {
  /** In the denominators of all rules; greater than 0. */
  readonly epsilon: number;
  /** The rule of a layer; undefined: ε, which all other linear operators have. */
  layer?(node: GraphNode): Relevance | undefined;
}

const { AveragePool, BatchNormalization, Conv, ConvTranspose, CumSum, Einsum, Gemm, GlobalAveragePool, MatMul } =
  gradients;
const { Add, Mean, ReduceMean, ReduceSum, Resize, Sub, Sum, Trilu } = gradients;

/** Linear in what is not the weights; one factor may be a gate. */
const layers: readonly GradientRule[] = [Conv, ConvTranspose, withPositiveFactors(Gemm), MatMul].map(withGate);

const linear: readonly GradientRule[] = [
  Add,
  AveragePool,
  BatchNormalization,
  CumSum,
  withGate(Einsum),
  GlobalAveragePool,
  InstanceNormalization,
  LayerNormalization,
  Mean,
  ReduceMean,
  ReduceSum,
  Resize,
  Sub,
  Sum,
  Trilu,
];

/** One number of the input makes one of the output: relevance passes as it is, whatever the function. Denominators of LRN are constants. */
const passing = [...activations, 'Abs', 'Cast', 'LRN', 'Neg'];

/** Numbers go elsewhere, and relevance goes back with them; of several numbers the largest takes all. */
const moving = [
  ...moves,
  'Concat',
  'GlobalMaxPool',
  'Identity',
  'Max',
  'MaxPool',
  'Min',
  'ReduceMax',
  'ReduceMin',
  'TopK',
  'Where',
];

/** Rules that tell positive from negative weights look at the weights themselves. */
function withPositiveFactors(rule: GradientRule): GradientRule {
  return {
    ...rule,
    refuse: ({ node }) =>
      ['alpha', 'beta'].some((name) => floatAttribute(node, name, 1) < 0)
        ? 'its factor alpha or beta is negative: relevance has no rule for that'
        : undefined,
  };
}

/** Relevance of the output for the input, as it is. */
const passOn = (op: string): GradientRule => ({ op, backward: ({ cotangents: [relevance] }) => [relevance] });

const refusal = (op: string): GradientRule => ({
  op,
  refuse: () => 'relevance propagation has no rule for this operator',
  backward: () => [],
});

/** As the derivative, but without what is true of derivatives only: below a Relu, relevance is not stopped. */
const move = (op: string): GradientRule => {
  const { stopsAtZero, ...rule } = standard[op]!;
  return rule;
};

/**
 * Layer-wise relevance propagation (Bach et al. 2015; Montavon et al. 2019): the walk carries relevance in the place of
 * cotangents. It starts with cotangent ⊙ scores (the option `seed` of `differentiate`), and ends with the relevance of the input.
 *
 * Linear operators share relevance by contributions, activations pass it on as it is, maxima give it to the first winner, and in
 * products with a gate or a denominator those are constants: mark them with `markGates` and `markDenominators` before. Everything else is refused.
 *
 * @throws RangeError ε is not greater than 0
 */
export function lrpRules({ epsilon, layer = () => undefined }: LrpOptions): RuleTable {
  if (!(epsilon > 0)) throw new RangeError(`ε must be greater than 0, got ${epsilon}`);
  const byEpsilon = epsilonRelevance(epsilon);
  const rules = [
    ...Object.keys(standard).map(refusal),
    ...passing.map(passOn),
    ...moving.map(move),
    ...linear.map((rule) => linearRelevance(rule, () => byEpsilon)),
    ...layers.map((rule) => linearRelevance(rule, (node) => layer(node) ?? byEpsilon)),
    scaling('Mul'),
    quotient,
  ];
  return Object.fromEntries(rules.map((rule) => [rule.op, rule]));
}
