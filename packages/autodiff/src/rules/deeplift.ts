import { isSelfGate, type Value } from '@smoothgrad/onnx';
import { Div } from '../gradients/Div.ts';
import { Gemm } from '../gradients/Gemm.ts';
import type * as gradients from '../gradients/index.ts';
import { Mul } from '../gradients/Mul.ts';
import { Where } from '../gradients/Where.ts';
import type { BackwardContext, GradientRule, RuleContext, RuleTable } from '../rule.ts';
import { activations, moves } from './kinds.ts';
import { standard } from './standard.ts';

/** Where the inputs of both passes are closer than this, the derivative takes the place of the quotient. */
const CLOSEST = 1e-7;

type TwinOf = (value: Value) => Value;

/** Functions of one varying input, element by element: all of these have the quotient of differences. */
const elementwise = [
  ...activations,
  'Abs',
  'Atan',
  'Erf',
  'Exp',
  'Log',
  'Max',
  'Min',
  'Pow',
  'Reciprocal',
  'Sqrt',
] as const;

/** Linear in all inputs together. */
const sums = ['Add', 'Concat', 'Identity', 'Mean', 'Neg', 'Sub', 'Sum'] as const;

/** Linear in any one input while the others are constant. */
const products = ['MatMul', 'Mul'] as const;

/** Linear in the first input; the others are constant. */
const linear = [
  ...moves,
  'AveragePool',
  'BatchNormalization',
  'Cast',
  'Conv',
  'ConvTranspose',
  'CumSum',
  'Div',
  'GlobalAveragePool',
  'ReduceMean',
  'ReduceSum',
  'Resize',
  'Trilu',
] as const;

/**
 * DeepLIFT's rescale rule (Shrikumar, Greenside and Kundaje 2017, section 3.5): what passes back is not a derivative but a multiplier
 * m = Δscore/Δvalue, with Δ the difference between the pass of the image and that of the baseline.
 * Linear operators: their derivative. Elementwise ones: m_x = m_y·Δy/Δx, and the derivative where |Δx| < 1e-7; x·σ(x) is one of them.
 * MaxPool: Captum's rule, see `maxima`. Operators without an entry are refused, and so are products of two values that both depend on
 * the image: they have no rescale rule.
 *
 * @param twinOf what a value is in the pass of the baseline: itself where it does not depend on the image
 * @example
 * const { model, twinOf } = withTwin(classifier, 'image', 'baseline');
 * differentiate(model, { of: 'scores', wrt: ['image'], rules: deepLiftRules(twinOf), cotangent: 'cotangent' });
 */
export function deepLiftRules(twinOf: TwinOf): RuleTable {
  const varying = ({ inputs }: RuleContext) =>
    inputs.flatMap((value, i) => (value !== undefined && twinOf(value).name !== value.name ? [i] : []));
  const table = (names: readonly (keyof typeof gradients)[], make: (rule: GradientRule) => GradientRule) =>
    names.map((name) => make(standard[name]!));
  const onlyIf = (rule: GradientRule, why: (context: RuleContext, inputs: readonly number[]) => string | undefined) =>
    refusing(rule, (context) => {
      const inputs = varying(context);
      return inputs.some((i) => !context.needs[i]) ? CHOSEN : why(context, inputs);
    });
  const first = (_: RuleContext, inputs: readonly number[]) => (inputs.some((i) => i > 0) ? SEVERAL : undefined);
  const one = (_: RuleContext, inputs: readonly number[]) => (inputs.length > 1 ? SEVERAL : undefined);
  const rules = [
    ...table(sums, (rule) => onlyIf(rule, () => undefined)),
    ...table(linear, (rule) => onlyIf(rule, first)),
    ...table(products, (rule) => onlyIf(rule, one)),
    onlyIf(Gemm, (_, inputs) => (inputs.includes(0) && inputs.includes(1) ? SEVERAL : undefined)),
    onlyIf(Where, (_, inputs) => (inputs.includes(0) ? SEVERAL : undefined)),
    ...table(elementwise, (rule) => onlyIf(rescaled(rule, twinOf), ofOneShape(one))),
    ...table(['MaxPool', 'GlobalMaxPool'], (rule) => maxima(rule, twinOf)),
  ];
  const entries = Object.fromEntries(rules.map((rule) => [rule.op, rule]));
  const refused = Object.values(standard).map((rule) => [rule.op, refusing(rule, () => NONE)] as const);
  return {
    ...Object.fromEntries(refused),
    ...entries,
    Div: quotient(entries.Div!, twinOf),
    Mul: selfGated(entries.Mul!, twinOf),
  };
}

const NONE = 'DeepLIFT has no rule for this operator';
const SEVERAL = 'DeepLIFT has no rescale rule where several of its factors depend on the image';
const CHOSEN = 'it takes something computed from the image through which no difference passes';

function refusing(rule: GradientRule, refuse: (context: RuleContext) => string | undefined): GradientRule {
  return {
    op: rule.op,
    ...(rule.indexInputs && { indexInputs: rule.indexInputs }),
    refuse: (context) => refuse(context) ?? rule.refuse?.(context),
    backward: rule.backward,
  };
}

type Why = (context: RuleContext, inputs: readonly number[]) => string | undefined;

/** A derivative may be summed to the shape of its input already, a quotient is not: they would not fit. */
const ofOneShape =
  (why: Why): Why =>
  (context, inputs) => {
    const [x, y] = [context.inputs[inputs[0]!], context.outputs[0]];
    return (
      why(context, inputs) ?? (`${x?.shape}` === `${y?.shape}` ? undefined : 'it widens what depends on the image')
    );
  };

/** m·Δy/Δx for the one input that varies; the derivative where Δx is next to nothing. */
function rescaled(rule: GradientRule, twinOf: TwinOf): GradientRule {
  return {
    ...rule,
    backward(context) {
      const derivatives = rule.backward(context);
      return context.inputs.map((x, i) => {
        const derivative = derivatives[i];
        return x && derivative && context.needs[i] ? rescaledInput(context, x, derivative, twinOf) : undefined;
      });
    },
  };
}

function rescaledInput(
  { g, outputs: [y], cotangents: [m] }: BackwardContext,
  x: Value,
  derivative: Value,
  twinOf: TwinOf,
): Value {
  const change = g.sub(y!, twinOf(y!));
  return orDerivative(g, g.sub(x, twinOf(x)), (difference) => g.mul(m!, g.div(change, difference)), derivative);
}

/** `quotient` of the difference, but `derivative` where it is too small; the divisor is never 0. */
function orDerivative(
  g: BackwardContext['g'],
  difference: Value,
  quotient: (difference: Value) => Value,
  derivative: Value,
): Value {
  const size = g.op('Abs', [difference], { shape: difference.shape });
  const isClose = g.compare('Less', size, g.scalar(CLOSEST, difference));
  return g.where(isClose, derivative, quotient(g.where(isClose, g.scalar(1, difference), difference)));
}

/** a/b: linear where only a varies, elementwise where only b does. */
function quotient(linear: GradientRule, twinOf: TwinOf): GradientRule {
  const curved = rescaled(Div, twinOf);
  const isCurved = ({ inputs: [a, b] }: RuleContext) => twinOf(b!).name !== b!.name && twinOf(a!).name === a!.name;
  return {
    op: linear.op,
    refuse(context) {
      if (!isCurved(context)) return linear.refuse?.(context);
      return `${context.inputs[1]!.shape}` === `${context.outputs[0]!.shape}` ? undefined : 'it widens its divisor';
    },
    backward: (context) => (isCurved(context) ? curved : linear).backward(context),
  };
}

/** a·b by a constant; x·σ(x) as one activation, whose Sigmoid gets nothing from here. */
function selfGated(product: GradientRule, twinOf: TwinOf): GradientRule {
  const gated = rescaled(Mul, twinOf);
  return {
    op: product.op,
    refuse: (context) => (isSelfGate(context.node) ? undefined : product.refuse?.(context)),
    backward: (context) => (isSelfGate(context.node) ? gated : product).backward(context),
  };
}

/**
 * Captum's rule for maxima: with M = max(y, y′) the contribution m·(M − y′) goes to the first maximum of x in each window, m·(y − M) to
 * that of x′; contributions of overlapping windows add up, and divided by Δx they are multipliers. At a maximum with Δx = 0 the
 * contribution is 0 too, so that the derivative, which stands there, takes nothing from the sum.
 */
function maxima(rule: GradientRule, twinOf: TwinOf): GradientRule {
  return {
    op: rule.op,
    ...(rule.refuse && { refuse: rule.refuse }),
    backward(context) {
      const { g, inputs, outputs, cotangents } = context;
      const [x, y, m] = [inputs[0]!, outputs[0]!, cotangents[0]!];
      const [x0, y0] = [twinOf(x), twinOf(y)];
      const spread = (from: Value, to: Value, contribution: Value) =>
        rule.backward({
          ...context,
          inputs: [from],
          outputs: [to],
          cotangents: [contribution],
          // Contributions to a maximum of 0 pass on, so which of equal ones it is matters.
          stopsAtZero: () => false,
        })[0]!;
      const top = g.op('Max', [y, y0], { shape: y.shape });
      const contributions = g.add(spread(x, y, g.mul(m, g.sub(top, y0))), spread(x0, y0, g.mul(m, g.sub(y, top))));
      return [orDerivative(g, g.sub(x, x0), (difference) => g.div(contributions, difference), spread(x, y, m))];
    },
  };
}
