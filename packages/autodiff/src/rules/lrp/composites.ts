import { type GraphNode, nodeLabel, operatorName, type StaticModel, type Value } from '@smoothgrad/onnx';
import { NotDifferentiableError, obstacle } from '../../errors.ts';
import type { RuleTable } from '../../rule.ts';
import { alphaBetaRelevance, zPlusRelevance } from './alphaBeta.ts';
import { type Bounds, boxRelevance } from './box.ts';
import { epsilonRelevance } from './epsilon.ts';
import { flatRelevance } from './flat.ts';
import { gammaRelevance } from './gamma.ts';
import { isPerChannel, type Layer, type LayerKind, layersOnPath } from './layers.ts';
import type { Relevance } from './relevance.ts';
import { lrpRules } from './table.ts';

/** Parameters of all rules; each takes what concerns it. */
export interface LrpParameters {
  /** In every denominator, absolute; greater than 0. */
  readonly epsilon: number;
  readonly gamma: number;
  /** α − β = 1. */
  readonly alpha: number;
  readonly beta: number;
}

type LayerRule = (parameters: LrpParameters) => Relevance;
const byEpsilon: LayerRule = ({ epsilon }) => epsilonRelevance(epsilon);
const byGamma: LayerRule = ({ epsilon, gamma }) => gammaRelevance(epsilon, gamma);
const byAlphaBeta: LayerRule = ({ epsilon, alpha, beta }) => alphaBetaRelevance(epsilon, alpha, beta);
const byAlpha2Beta1: LayerRule = ({ epsilon }) => alphaBetaRelevance(epsilon, 2, 1);
const byZPlus: LayerRule = ({ epsilon }) => zPlusRelevance(epsilon);
const flat: LayerRule = ({ epsilon }) => flatRelevance(epsilon);

/** Rules by the kind of layer. `first`: of the layers that see the image; `box` needs what pixels can be. */
interface Composite extends Readonly<Record<LayerKind, LayerRule>> {
  readonly first?: LayerRule | 'box';
}

const uniform = (rule: LayerRule): Composite => ({ convolution: rule, dense: rule });

/** By name, as in zennit. Add one: a line. */
const composites = {
  'epsilon-plus-flat': { first: flat, convolution: byZPlus, dense: byEpsilon },
  'epsilon-plus': { convolution: byZPlus, dense: byEpsilon },
  'epsilon-gamma-box': { first: 'box', convolution: byGamma, dense: byEpsilon },
  'epsilon-alpha2-beta1-flat': { first: flat, convolution: byAlpha2Beta1, dense: byEpsilon },
  epsilon: uniform(byEpsilon),
  gamma: uniform(byGamma),
  'alpha-beta': uniform(byAlphaBeta),
  'z-plus': uniform(byZPlus),
} satisfies Readonly<Record<string, Composite>>;

export type LrpCompositeName = keyof typeof composites;

export const lrpCompositeNames = Object.keys(composites) as readonly LrpCompositeName[];

/** Whether a composite needs to know the least and largest value of each input element. */
export function needsBounds(name: LrpCompositeName): boolean {
  const { first }: Composite = composites[name];
  return first === 'box';
}

export interface CompositePlace {
  /** Name of the scores. */
  readonly of: string;
  /** Name of the image input. */
  readonly input: string;
  /** For composites that need them. */
  readonly bounds?: Bounds | undefined;
}

/**
 * The table of rules of a composite for one model: which rule a layer has depends on its kind and on whether it sees the image.
 *
 * @throws RangeError ε is not greater than 0
 * @throws NotDifferentiableError bounds cannot be brought to the first layer
 */
export function lrpComposite(
  name: LrpCompositeName,
  parameters: LrpParameters,
  model: StaticModel,
  { of, input, bounds }: CompositePlace,
): RuleTable {
  const { epsilon } = parameters;
  const composite: Composite = composites[name];
  const chosen = new Map<string, Relevance>();
  for (const layer of layersOnPath(model, of, input, lrpRules({ epsilon }))) {
    const rule = (layer.isFirst && composite.first) || composite[layer.kind];
    const relevance = rule === 'box' ? boxOf(layer, { epsilon, model, input, bounds }) : rule(parameters);
    chosen.set(layer.node.outputs[0]!, relevance);
  }
  return lrpRules({ epsilon, layer: (node) => chosen.get(node.outputs[0]!) });
}

/** What bounds pass element by element, if its other inputs are constants. */
const monotone = new Set([
  'Add',
  'Cast',
  'Concat',
  'Conv',
  'Div',
  'Flatten',
  'Gather',
  'Identity',
  'Mul',
  'Neg',
  'Pad',
  'Reshape',
  'Slice',
  'Squeeze',
  'Sub',
  'Transpose',
  'Unsqueeze',
]);

interface BoxPlace {
  readonly epsilon: number;
  readonly model: StaticModel;
  readonly input: string;
  readonly bounds: Bounds | undefined;
}

function boxOf({ node, before }: Layer, { epsilon, model, input, bounds }: BoxPlace): Relevance {
  if (bounds === undefined) throw new Error(`the rule of '${nodeLabel(node)}' needs bounds of the input`);
  const carries = (each: GraphNode) =>
    monotone.has(operatorName(each)) && (operatorName(each) !== 'Conv' || isPerChannel(model, each));
  const bad = before.filter((each) => !carries(each));
  if (bad.length > 0) {
    throw new NotDifferentiableError(
      bad.map((each) => obstacle(each, 'the bounds of pixels cannot be brought through it to the first layer')),
    );
  }
  const valueNamed = (name: string): Value => model.values.get(name)!;
  return boxRelevance({ epsilon, bounds, input, between: before, valueNamed });
}
