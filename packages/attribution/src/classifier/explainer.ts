import { type RuleTable, standard } from '@smoothgrad/autodiff';
import {
  type Attribute,
  createBuilder,
  economise,
  type GraphBuilder,
  int,
  namesOf,
  type StaticModel,
  shareGelu,
  type Target,
  type Value,
  withoutDeadCode,
} from '@smoothgrad/onnx';
import type { ScoreKind } from './compiledClassifier.ts';
import { derivativeOf } from './derivative.ts';
import { ClassifierError } from './errors.ts';
import { LOGITS, SCORES } from './explainerNames.ts';
import type { Scores } from './scores.ts';
import { typed, withGradients } from './withGradients.ts';

/** What is differentiated: the logit (section 2 of the paper), or the probability made of it, or the logarithm of that. */
export type DifferentiatedScore = ScoreKind | 'log-probability';

export interface ExplainerOptions {
  /** Name of the image input. */
  readonly input: string;
  readonly scores: Scores;
  readonly score: DifferentiatedScore;
  /** How cotangents pass back; default `standard`, as derivatives. */
  readonly rules?: RuleTable | undefined;
  /** Adds the output `logits` where the scores are probabilities. */
  readonly withLogits?: boolean | undefined;
  readonly batch: number;
  readonly target: Target;
  /** How many cotangents are taken, each with its gradient: `cotangent`, `cotangent_1` … Default 1. */
  readonly targets?: number | undefined;
}

/**
 * Compiles a classifier into its explainer, an ordinary ONNX model with
 * inputs the original image and `cotangent` [N, classes], and
 * outputs `scores` [N, classes] and `gradient` = ∂(Σ cotangent·scores)/∂input, in the shape of the input; for further targets
 * `cotangent_1` and `gradient_1`, and so on, from the same forward pass.
 *
 * @throws NotDifferentiableError an operator between input and scores has no gradient rule
 */
export function buildExplainer(model: StaticModel, options: ExplainerOptions): StaticModel {
  const { input, scores, rules = standard, target, targets = 1 } = options;
  const joined = withGradients(economise(withScores(model, options)), {
    wrt: input,
    targets,
    rules,
    target,
    unreached: () => new ClassifierError(`the scores '${scores.tensor}' do not depend on the input '${input}'`),
  });
  const metadata = new Map([
    ...joined.metadata,
    ['smoothgrad.explainer', '1'],
    ['smoothgrad.derivative', derivativeOf(model, scores.tensor, input)],
  ]);
  return { ...joined, graph: shareGelu(withoutDeadCode(joined.graph)), metadata };
}

/** The forward graph up to the scores, brought to the shape [N, classes] and to the wanted kind. */
export function withScores(
  model: StaticModel,
  { scores, score, batch, withLogits = false }: Pick<ExplainerOptions, 'scores' | 'score' | 'batch' | 'withLogits'>,
): StaticModel {
  const taken = namesOf(model.graph);
  const g = createBuilder((name) => taken.has(name));
  g.scope('smoothgrad/scores');
  const found = model.values.get(scores.tensor)!;
  const shape = [batch, scores.classes];
  const logits = g.cast(g.reshape(found, shape), 'float32');
  const outputs: Value[] = [];
  const emit = (name: string, op: string, x: Value, attributes = new Map()) => {
    outputs.push({ name, type: 'float32', shape });
    return { op, domain: '', name: `smoothgrad/${name}`, inputs: [x.name], outputs: [name], attributes };
  };
  const named =
    score === 'logit'
      ? [emit(SCORES, 'Identity', logits)]
      : [
          emit(SCORES, ...probabilityNode(g, logits, scores.activation, score === 'log-probability')),
          ...(withLogits ? [emit(LOGITS, 'Identity', logits)] : []),
        ];
  return {
    ...model,
    values: new Map([...model.values, ...g.values, ...outputs.map((value) => [value.name, value] as const)]),
    graph: withoutDeadCode({
      ...model.graph,
      nodes: [...model.graph.nodes, ...g.nodes, ...named],
      initializers: new Map([...model.graph.initializers, ...g.initializers]),
      outputs: outputs.map(typed),
    }),
  };
}

/** The last operator of the probability or of its logarithm, its input and attributes. */
function probabilityNode(
  g: GraphBuilder,
  logits: Value,
  activation: Scores['activation'],
  isLogarithm: boolean,
): [op: string, x: Value, attributes?: Map<string, Attribute>] {
  if (activation === 'softmax') return [isLogarithm ? 'LogSoftmax' : 'Softmax', logits, new Map([['axis', int(1)]])];
  if (!isLogarithm) return ['Sigmoid', logits];
  // log σ(x) = −softplus(−x)
  return ['Neg', g.op('Softplus', [g.unary('Neg', logits)], { shape: logits.shape })];
}
