import type { Engine, Model, WeightSource } from '@smoothgrad/onnx';
import type { CompiledClassifier } from './compiledClassifier.ts';
import type { ClassifierOptions, Compilation } from './compileExplainer.ts';
import { gradientRecipe } from './gradientRecipe.ts';
import type { Profile } from './profile.ts';
import { feedsOf, loadProgram, type Program } from './program.ts';
import type { Recipe } from './recipe.ts';

/** Scores and gradient at one point. */
export interface GradientResult {
  /** Logits, [classes]. */
  readonly logits: Float32Array;
  /** ∂(Σ cotangent·scores)/∂input in the layout of the input, without the batch axis. */
  readonly gradient: Float32Array;
}

/** A classifier in an engine: what methods ask. Each of their graphs is compiled and loaded when it is first asked for. */
export interface Classifier extends Omit<CompiledClassifier, 'explainer' | 'memory' | 'facts'> {
  readonly engine: string;
  /** How many calls may usefully overlap. */
  readonly parallel: number;
  /**
   * @param tensor prepared input, batch of 1, in the model's layout
   * @param cotangent [classes]; one-hot for the gradient of one class's score
   * @throws NonFiniteError the gradient or a logit is NaN or infinite
   */
  gradient(tensor: Float32Array, cotangent: Float32Array): Promise<GradientResult>;
  /** Logits, [classes], by whichever graph is loaded already. @throws NonFiniteError */
  logits(tensor: Float32Array): Promise<Float32Array>;
  /** A method's graph. @throws MethodMismatchError the method does not fit the model; NotDifferentiableError */
  program(recipe: Recipe): Promise<Program>;
  /** Which operators of the first graph take the time: runs it `runs` times more on one thread. @throws Error the engine cannot measure */
  profile(tensor: Float32Array, cotangent: Float32Array, runs: number): Promise<Profile>;
  close(): Promise<void>;
}

/** Makes the graphs of recipes. */
export type Compiler = (recipe: Recipe) => Promise<Compilation>;

/**
 * Compiles recipes for a classifier, for images one at a time. The model is read, and everything this needs loaded, when the first
 * one is asked for.
 *
 * Its promises reject with NotDifferentiableError (an operator between input and scores has no gradient rule), ClassifierError,
 * SpecialisationError, MethodMismatchError.
 */
export function createCompiler(
  source: () => Promise<Model>,
  engine: Engine,
  options: ClassifierOptions = {},
): Compiler {
  let compiler: Promise<Compiler> | undefined;
  const start = async () => {
    const { compileRecipes } = await import('./compileExplainer.ts');
    return compileRecipes(await source(), engine, options);
  };
  return async (recipe) => {
    compiler ??= start();
    return (await compiler)(recipe);
  };
}

export interface OpenOptions extends ClassifierOptions, Pick<LoadOptions, 'parallel'> {
  /** The graph that is loaded first; default that of plain gradients. */
  readonly recipe?: Recipe | undefined;
}

/**
 * Compiles a classifier and loads it.
 *
 * @throws the errors of `createCompiler`
 * @example
 * const classifier = await openClassifier(readModel(bytes, 'model.onnx'), engine, { weights: { folder } });
 */
export async function openClassifier(
  source: Model,
  engine: Engine,
  { recipe = gradientRecipe(), parallel, ...options }: OpenOptions = {},
): Promise<Classifier> {
  const compiler = createCompiler(async () => source, engine, options);
  const compile = async (wanted: Recipe) => {
    const compilation = await compiler(wanted);
    return { compiled: compilation.compiled, compilation: async () => compilation };
  };
  return loadClassifier(recipe, engine, { weights: options.weights, parallel, compile });
}

/** A compiled recipe, and how to come to what finding faults in it needs. */
export interface Compiled {
  readonly compiled: CompiledClassifier;
  readonly compilation: () => Promise<Compilation>;
}

export interface LoadOptions {
  readonly weights?: WeightSource | undefined;
  /** In how many workers at most, knowing the first graph; default the engine's `concurrency`. */
  readonly parallel?: ((compiled: CompiledClassifier) => number) | undefined;
  /** Makes a recipe's graph, or has kept it. */
  readonly compile: (recipe: Recipe) => Promise<Compiled>;
}

/** Loads a classifier with a first graph. Rejects as the engine and the compiler do. */
export async function loadClassifier(recipe: Recipe, engine: Engine, options: LoadOptions): Promise<Classifier> {
  const { weights, compile } = options;
  const first = await compile(recipe);
  const { explainer: model, memory: _, facts: __, ...known } = first.compiled;
  const parallel = Math.max(1, Math.min(options.parallel?.(first.compiled) ?? engine.concurrency, engine.concurrency));
  const load = async ({ compiled, compilation }: Compiled) =>
    loadProgram(compiled, engine, { weights, parallel, compilation });
  const programs = new Map([[recipe.name, load(first)]]);
  const program = (wanted: Recipe): Promise<Program> => {
    const loaded = programs.get(wanted.name) ?? compile(wanted).then(load);
    programs.set(wanted.name, loaded);
    return loaded;
  };
  await programs.get(recipe.name);
  return {
    ...known,
    engine: engine.name,
    parallel,
    program,
    async gradient(tensor, cotangent) {
      const { logits, gradients } = await (await program(gradientRecipe())).run(tensor, [cotangent]);
      return { logits, gradient: gradients[0]! };
    },
    logits: async (tensor) => (await program(recipe)).logits(tensor),
    async profile(tensor, cotangent, runs) {
      const { profileExplainer } = await import('./profile.ts');
      return profileExplainer(model, engine, { weights, feeds: feedsOf(known, tensor, [cotangent]), runs });
    },
    async close() {
      const loaded = await Promise.allSettled(programs.values());
      await Promise.all(loaded.map((each) => (each.status === 'fulfilled' ? each.value.close() : undefined)));
    },
  };
}
