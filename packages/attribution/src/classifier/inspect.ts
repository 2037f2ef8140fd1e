import { differentiationObstacles, type Obstacle, type RuleTable, standard } from '@smoothgrad/autodiff';
import {
  bodiesOf,
  elementCount,
  type Graph,
  type Model,
  type Tensor,
  tensorAttribute,
  writeModel,
} from '@smoothgrad/onnx';
import { buildExplainer } from './explainer.ts';
import { flops } from './flops.ts';
import { inspectOperators, nodesOfFile, type OperatorCount } from './inspectOperators.ts';
import type { PreparedClassifier } from './prepare.ts';

export interface Inspection {
  readonly producer: string;
  readonly opset: number;
  readonly input: {
    readonly name: string;
    readonly shape: readonly number[];
    readonly layout: 'NCHW' | 'NHWC';
    readonly channels: 1 | 3;
  };
  readonly scores: { readonly tensor: string; readonly activation: string; readonly assumed: boolean };
  readonly classes: number;
  /** Numbers in the file's constants; scalars, shapes and other 64-bit integers are none of them. */
  readonly parameters: number;
  /** Of one forward pass at this input, counted as `flops` says; null where shapes are not known before it. */
  readonly flops: number | null;
  /** Nodes of the file: those of its graph, of the bodies in it and of its functions, each once. */
  readonly nodes: number;
  /** The operators of these nodes, by how often they occur. */
  readonly operators: readonly OperatorCount[];
  /** Everything that stands between the scores and a gradient, as the file calls it. */
  readonly unsupported: readonly Obstacle[];
  /** What comes of it; null where it cannot be differentiated. */
  readonly explainer: {
    /** Size of its file beside the model, whose weights it refers to. */
    readonly bytes: number;
    readonly nodes: number;
    /** Of one run: scores and gradient. */
    readonly flops: number | null;
  } | null;
}

/**
 * What a model is and whether it can be explained, without running it.
 *
 * @param source the model that `prepared` was made of
 */
export function inspectClassifier(
  source: Model,
  prepared: PreparedClassifier,
  rules: RuleTable = standard,
): Inspection {
  const { model, input, scores, originalName } = prepared;
  const unsupported = differentiationObstacles(model, scores.tensor, [input.name], rules);
  const parameters = constants(source).filter(isParameter);
  return {
    producer: source.producer,
    opset: source.opsets.get('') ?? 0,
    input: { name: input.name, shape: input.shape, layout: input.layout, channels: input.channels },
    scores: { tensor: originalName(scores.tensor), activation: scores.activation, assumed: scores.assumed },
    classes: scores.classes,
    parameters: parameters.reduce((sum, { dims }) => sum + elementCount(dims), 0),
    flops: flops(model),
    nodes: nodesOfFile(source).length,
    operators: inspectOperators(source, prepared, unsupported),
    unsupported,
    explainer: unsupported.length === 0 ? inspectExplainer(prepared, rules) : null,
  };
}

function inspectExplainer({ model, input, scores, batch }: PreparedClassifier, rules: RuleTable) {
  const options = { input: input.name, scores, score: 'logit', rules, batch, target: 'cpu' } as const;
  const explainer = buildExplainer(model, options);
  return {
    bytes: writeModel(explainer, 'reference').length,
    nodes: explainer.graph.nodes.length,
    flops: flops(explainer),
  };
}

/** Initializers and Constant nodes, those of bodies and functions too. */
function constants(source: Model): readonly Tensor[] {
  const initializersOf = ({ initializers, sparseInitializers = [] }: Graph) => [
    ...initializers.values(),
    ...sparseInitializers.map(({ values }) => values),
  ];
  const nodes = nodesOfFile(source);
  const graphs = [source.graph, ...nodes.flatMap(bodiesOf)];
  const made = nodes.filter(({ op, domain }) => op === 'Constant' && domain === '');
  return [...graphs.flatMap(initializersOf), ...made.flatMap((node) => tensorAttribute(node, 'value') ?? [])];
}

/** Scalars are bounds and factors, 64-bit integers are shapes. */
const isParameter = ({ type, dims }: Tensor) =>
  dims.length > 0 && type !== 'int64' && type !== 'bool' && type !== 'string';
