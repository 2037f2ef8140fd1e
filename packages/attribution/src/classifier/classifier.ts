import { type RuleTable, standard } from '@smoothgrad/autodiff';
import { type Engine, type EngineTensor, elementCount, type Model, type Session, writeModel } from '@smoothgrad/onnx';
import { type Derivative, derivativeOf } from './derivative.ts';
import { ClassifierError } from './errors.ts';
import { buildExplainer, COTANGENT, GRADIENT, LOGITS, SCORES } from './explainer.ts';
import { firstNonFinite } from './nonFinite.ts';
import { type PreparedClassifier, type PrepareOptions, prepareClassifier } from './prepare.ts';
import type { Scores } from './scores.ts';

export type ScoreKind = 'logit' | 'probability';

export interface ClassifierOptions extends Omit<PrepareOptions, 'batch'> {
  /** What is differentiated; default the logit. */
  readonly score?: ScoreKind | undefined;
  /** How cotangents pass back; default the derivative. */
  readonly rules?: RuleTable | undefined;
}

/** Scores and gradient at one point. */
export interface GradientResult {
  /** Logits, [classes]. */
  readonly logits: Float32Array;
  /** ∂(Σ cotangent·scores)/∂input in the layout of the input, without the batch axis. */
  readonly gradient: Float32Array;
}

/** A classifier compiled to also return gradients, loaded in an engine. */
export interface Classifier {
  readonly input: PreparedClassifier['input'];
  readonly scores: Scores & { readonly kind: ScoreKind };
  /** What its gradients are. */
  readonly derivative: Derivative;
  readonly engine: string;
  /** How many calls of `gradient` may usefully overlap. */
  readonly parallel: number;
  /**
   * @param tensor prepared input, batch of 1, in the model's layout
   * @param cotangent [classes]; one-hot for the gradient of one class's score
   */
  gradient(tensor: Float32Array, cotangent: Float32Array): Promise<GradientResult>;
  /** Names the first layer whose result at this point is NaN or infinite, for error messages. */
  explainNonFinite(tensor: Float32Array, cotangent: Float32Array): Promise<string>;
  close(): Promise<void>;
}

/**
 * Compiles a classifier into its explainer and loads it.
 *
 * @throws NotDifferentiableError an operator between input and scores has no gradient rule; ClassifierError, SpecialisationError
 * @example
 * const classifier = await openClassifier(readModel(bytes, 'model.onnx'), engine, { weights: { folder } });
 */
export async function openClassifier(
  source: Model,
  engine: Engine,
  options: ClassifierOptions = {},
): Promise<Classifier> {
  const prepared = await prepareClassifier(source, engine, options);
  const { model, input, scores, originalName } = prepared;
  const score = options.score ?? 'logit';
  const rules = options.rules ?? standard;
  const explainer = buildExplainer(model, {
    input: input.name,
    scores,
    score,
    withLogits: true,
    rules,
    batch: 1,
    target: engine.target,
  });
  const load = (graph: Model, optimisation: 'basic' | 'all', parallel: number) =>
    engine.createSession({ model: writeModel(graph, 'reference'), weights: options.weights, optimisation, parallel });
  const session = await load(explainer, 'all', engine.concurrency);
  const feeds = (tensor: Float32Array, cotangent: Float32Array): Record<string, EngineTensor> => {
    if (tensor.length !== elementCount(input.shape) || cotangent.length !== scores.classes) {
      throw new ClassifierError(
        `expected ${elementCount(input.shape)} input and ${scores.classes} cotangent values, got ${tensor.length} and ${cotangent.length}`,
      );
    }
    return {
      [input.name]: { type: 'float32', shape: input.shape, data: tensor },
      [COTANGENT]: { type: 'float32', shape: [1, scores.classes], data: cotangent },
    };
  };
  return {
    input,
    scores: { ...scores, tensor: originalName(scores.tensor), kind: score },
    derivative: derivativeOf(model, scores.tensor, input.name),
    engine: engine.name,
    parallel: session.parallel,
    gradient: async (tensor, cotangent) => unpack(session, feeds(tensor, cotangent)),
    explainNonFinite: (tensor, cotangent) =>
      firstNonFinite(explainer, (graph) => load(graph, 'basic', 1), feeds(tensor, cotangent), originalName),
    close: () => session.close(),
  };
}

async function unpack(session: Session, feeds: Record<string, EngineTensor>): Promise<GradientResult> {
  const results = await session.run(feeds);
  const logits = results[LOGITS] ?? results[SCORES]!;
  return { logits: logits.data as Float32Array, gradient: results[GRADIENT]!.data as Float32Array };
}
