import type { Engine, EngineTensor, Model, Session, WeightSource } from '@smoothgrad/onnx';
import type { CompiledClassifier } from './compiledClassifier.ts';
import type { ClassifierOptions, Compilation } from './compileExplainer.ts';
import { ClassifierError } from './errors.ts';
import { COTANGENT, GRADIENT, LOGITS, SCORES } from './explainerNames.ts';
import type { Profile } from './profile.ts';

/** Scores and gradient at one point. */
export interface GradientResult {
  /** Logits, [classes]. */
  readonly logits: Float32Array;
  /** ∂(Σ cotangent·scores)/∂input in the layout of the input, without the batch axis. */
  readonly gradient: Float32Array;
}

/** A classifier compiled to also return gradients, loaded in an engine. */
export interface Classifier extends Omit<CompiledClassifier, 'explainer' | 'memory'> {
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
  /** Which operators of the explainer take the time: runs it `runs` times more on one thread. @throws Error the engine cannot measure */
  profile(tensor: Float32Array, cotangent: Float32Array, runs: number): Promise<Profile>;
  close(): Promise<void>;
}

/**
 * Compiles a classifier into its explainer, for images one at a time. Everything this needs is loaded now.
 *
 * @throws NotDifferentiableError an operator between input and scores has no gradient rule; ClassifierError, SpecialisationError
 */
export async function compileClassifier(
  source: Model,
  engine: Engine,
  options: ClassifierOptions = {},
): Promise<Compilation> {
  const { compileExplainer } = await import('./compileExplainer.ts');
  return compileExplainer(source, engine, options);
}

/**
 * Compiles a classifier into its explainer and loads it.
 *
 * @throws the errors of `compileClassifier`
 * @example
 * const classifier = await openClassifier(readModel(bytes, 'model.onnx'), engine, { weights: { folder } });
 */
export async function openClassifier(
  source: Model,
  engine: Engine,
  options: ClassifierOptions = {},
): Promise<Classifier> {
  const compilation = await compileClassifier(source, engine, options);
  return loadClassifier(compilation.compiled, engine, {
    weights: options.weights,
    compilation: async () => compilation,
  });
}

export interface LoadOptions {
  readonly weights?: WeightSource | undefined;
  /** In how many workers, at most the engine's `concurrency`, which is the default. */
  readonly parallel?: number | undefined;
  /** Asked for where a result is not finite, to name the layer at fault. */
  readonly compilation: () => Promise<Compilation>;
}

/** Loads a compiled classifier. Rejects as the engine does. */
export async function loadClassifier(
  { explainer: model, memory: _, ...known }: CompiledClassifier,
  engine: Engine,
  { weights, compilation, parallel = engine.concurrency }: LoadOptions,
): Promise<Classifier> {
  const session = await engine.createSession({ model, weights, optimisation: 'all', parallel });
  const feeds = (tensor: Float32Array, cotangent: Float32Array) => feedsOf(known, tensor, cotangent);
  return {
    ...known,
    engine: engine.name,
    parallel: session.parallel,
    gradient: async (tensor, cotangent) => unpack(session, feeds(tensor, cotangent)),
    async explainNonFinite(tensor, cotangent) {
      const [{ explainer, originalName }, { firstNonFinite }] = await Promise.all([
        compilation(),
        import('./nonFinite.ts'),
      ]);
      const load = (model: Uint8Array) => engine.createSession({ model, weights, optimisation: 'basic' });
      return firstNonFinite(explainer, load, feeds(tensor, cotangent), originalName);
    },
    async profile(tensor, cotangent, runs) {
      const { profileExplainer } = await import('./profile.ts');
      return profileExplainer(model, engine, { weights, feeds: feeds(tensor, cotangent), runs });
    },
    close: () => session.close(),
  };
}

function feedsOf(
  { input, scores }: Pick<CompiledClassifier, 'input' | 'scores'>,
  tensor: Float32Array,
  cotangent: Float32Array,
): Record<string, EngineTensor> {
  const elements = input.shape.reduce((product, side) => product * side, 1);
  if (tensor.length !== elements || cotangent.length !== scores.classes) {
    throw new ClassifierError(
      `expected ${elements} input and ${scores.classes} cotangent values, got ${tensor.length} and ${cotangent.length}`,
    );
  }
  return {
    [input.name]: { type: 'float32', shape: input.shape, data: tensor },
    [COTANGENT]: { type: 'float32', shape: [1, scores.classes], data: cotangent },
  };
}

async function unpack(session: Session, feeds: Record<string, EngineTensor>): Promise<GradientResult> {
  const results = await session.run(feeds);
  const logits = results[LOGITS] ?? results[SCORES]!;
  return { logits: logits.data as Float32Array, gradient: results[GRADIENT]!.data as Float32Array };
}
