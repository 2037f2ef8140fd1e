import { type RuleTable, standard } from '@smoothgrad/autodiff';
import {
  type Engine,
  type EngineTensor,
  elementCount,
  type Model,
  normalise,
  renameValues,
  type Session,
  type StaticModel,
  specialise,
  type WeightSource,
  writeModel,
} from '@smoothgrad/onnx';
import { ClassifierError } from './errors.ts';
import { buildExplainer, COTANGENT, GRADIENT, LOGITS, SCORES } from './explainer.ts';
import { findImageInput, type ImageInput, inputShape } from './imageInput.ts';
import { firstNonFinite } from './nonFinite.ts';
import { findScores, type Scores } from './scores.ts';

export type ScoreKind = 'logit' | 'probability';

export interface ClassifierOptions {
  readonly weights?: WeightSource | undefined;
  /** Height and width for models that leave them open; ignored where the model fixes them. */
  readonly size?: { readonly height: number; readonly width: number } | undefined;
  /** Takes this value of the graph as the class scores. */
  readonly scores?: string | undefined;
  /** What is differentiated; default the logit. */
  readonly score?: ScoreKind | undefined;
  /** How cotangents pass back; default the derivative. */
  readonly rules?: RuleTable | undefined;
}

/** A classifier at one input size, before anything is differentiated: what `inspect` looks at. */
export interface PreparedClassifier {
  readonly model: StaticModel;
  readonly input: ImageInput & { readonly height: number; readonly width: number; readonly shape: readonly number[] };
  readonly scores: Scores;
  readonly batch: number;
  /** The name a value has in the user's file. */
  originalName(name: string): string;
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
 * Reads the structure of a classifier: its image input, its class scores, all shapes.
 *
 * @throws ClassifierError it is no image classifier, or its size must be given
 * @throws SpecialisationError the engine cannot load it
 */
export async function prepareClassifier(source: Model, engine: Engine, options: ClassifierOptions & { batch?: number } = {}): Promise<PreparedClassifier> {
  const { batch = 1 } = options;
  const { model, original, renamed } = reserveNames(normalise(source));
  const image = findImageInput(model);
  const { height, width } = fixedSize(image, options.size);
  const shape = inputShape(image, batch, height, width);
  const specialised = await specialise(model, engine, { inputShapes: { [image.name]: shape }, weights: options.weights });
  const scores = findScores(specialised, batch, options.scores && renamed(options.scores));
  return { model: specialised, input: { ...image, height, width, shape }, scores, batch, originalName: original };
}

/**
 * Compiles a classifier into its explainer and loads it.
 *
 * @throws NotDifferentiableError an operator between input and scores has no gradient rule; ClassifierError, SpecialisationError
 * @example
 * const classifier = await openClassifier(readModel(bytes, 'model.onnx'), engine, { weights: { folder } });
 */
export async function openClassifier(source: Model, engine: Engine, options: ClassifierOptions = {}): Promise<Classifier> {
  const prepared = await prepareClassifier(source, engine, options);
  const { model, input, scores, originalName } = prepared;
  const score = options.score ?? 'logit';
  const rules = options.rules ?? standard;
  const explainer = buildExplainer(model, { input: input.name, scores, score, rules, batch: 1, target: engine.target });
  const load = (graph: Model, optimisation: 'basic' | 'all', parallel: number) =>
    engine.createSession({ model: writeModel(graph, 'reference'), weights: options.weights, optimisation, parallel });
  const session = await load(explainer, 'all', engine.concurrency);
  const feeds = (tensor: Float32Array, cotangent: Float32Array): Record<string, EngineTensor> => {
    if (tensor.length !== elementCount(input.shape) || cotangent.length !== scores.classes) {
      throw new ClassifierError(`expected ${elementCount(input.shape)} input and ${scores.classes} cotangent values, got ${tensor.length} and ${cotangent.length}`);
    }
    return {
      [input.name]: { type: 'float32', shape: input.shape, data: tensor },
      [COTANGENT]: { type: 'float32', shape: [1, scores.classes], data: cotangent },
    };
  };
  return {
    input,
    scores: { ...scores, tensor: originalName(scores.tensor), kind: score },
    engine: engine.name,
    parallel: session.parallel,
    gradient: async (tensor, cotangent) => unpack(session, feeds(tensor, cotangent)),
    explainNonFinite: (tensor, cotangent) => firstNonFinite(explainer, (graph) => load(graph, 'basic', 1), feeds(tensor, cotangent), originalName),
    close: () => session.close(),
  };
}

async function unpack(session: Session, feeds: Record<string, EngineTensor>): Promise<GradientResult> {
  const results = await session.run(feeds);
  const logits = results[LOGITS] ?? results[SCORES]!;
  return { logits: logits.data as Float32Array, gradient: results[GRADIENT]!.data as Float32Array };
}

/** The explainer's own names must be free: a model's value called `scores` is renamed inside, and reported under its own name. */
function reserveNames(model: Model) {
  const { graph } = model;
  const used = new Set([...graph.inputs.map(({ name }) => name), ...graph.initializers.keys(), ...graph.nodes.flatMap(({ outputs }) => outputs)]);
  const inputs = new Set(graph.inputs.map(({ name }) => name));
  const names = new Map<string, string>();
  for (const name of [COTANGENT, SCORES, GRADIENT, LOGITS]) {
    if (!used.has(name)) continue;
    if (inputs.has(name)) throw new ClassifierError(`the model's input is called '${name}', a name the explainer needs for itself: rename the input`);
    let free = `${name}_of_model`;
    while (used.has(free)) free += '_';
    names.set(name, free);
  }
  const back = new Map([...names].map(([from, to]) => [to, from]));
  return {
    model: renameValues(model, names),
    original: (name: string) => back.get(name) ?? name,
    renamed: (name: string) => names.get(name) ?? name,
  };
}

function fixedSize(image: ImageInput, size: ClassifierOptions['size']): { height: number; width: number } {
  const height = image.height ?? size?.height;
  const width = image.width ?? size?.width;
  if (height === undefined || width === undefined) {
    throw new ClassifierError(`the input '${image.name}' takes any height and width: say which with --size, for example --size 224`);
  }
  return { height, width };
}
