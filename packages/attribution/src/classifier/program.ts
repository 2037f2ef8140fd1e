import {
  type Engine,
  type EngineTensor,
  elementCount,
  type Model,
  type Session,
  type WeightSource,
} from '@smoothgrad/onnx';
import { NonFiniteError } from '../methods/nonFiniteError.ts';
import type { CompiledClassifier } from './compiledClassifier.ts';
import type { Compilation } from './compileExplainer.ts';
import { ClassifierError } from './errors.ts';
import { COTANGENT, GRADIENT, LOGITS, SCORES, targetName } from './explainerNames.ts';
import type { Facts } from './recipe.ts';

/** A recipe's graph, loaded. */
export interface Program {
  readonly facts: Facts;
  /**
   * @param tensor prepared input, batch of 1, in the model's layout
   * @param cotangents [classes] each, as many as the recipe was made for; one-hot for the score of one class
   * @param feeds further inputs of the graph
   * @throws NonFiniteError a result is NaN or infinite
   */
  run(tensor: Float32Array, cotangents: readonly Float32Array[], feeds?: Feeds): Promise<ProgramResult>;
  /** Logits alone, [classes]. @throws NonFiniteError */
  logits(tensor: Float32Array): Promise<Float32Array>;
  close(): Promise<void>;
}

export type Feeds = Readonly<Record<string, EngineTensor>>;

export interface ProgramResult {
  /** [classes]. */
  readonly logits: Float32Array;
  /** Gradients of one target after another, each in the layout of the input; undefined where the graph has none. */
  readonly gradients: readonly Float32Array[];
  /** Every output of the graph, by name. */
  readonly outputs: Feeds;
}

export interface ProgramOptions {
  readonly weights?: WeightSource | undefined;
  readonly parallel: number;
  /** Asked for where a result is not finite, to name the layer at fault. */
  compilation(): Promise<Pick<Compilation, 'explainer' | 'originalName'>>;
}

/** Loads a compiled recipe. Rejects as the engine does. */
export async function loadProgram(
  { explainer: model, input, scores, facts }: CompiledClassifier,
  engine: Engine,
  { weights, parallel, compilation }: ProgramOptions,
): Promise<Program> {
  const session = await engine.createSession({ model, weights, optimisation: 'all', parallel });
  const isTaken = (name: string) => session.inputs.some((each) => each.name === name);
  const fetched = session.outputs.some(({ name }) => name === LOGITS) ? LOGITS : SCORES;
  const run = async (feeds: Feeds, fetches?: readonly string[]) => {
    const result = unpack(await session.run(feeds, fetches));
    await checkFinite(result, () => explainNonFinite(engine, compilation, weights, feeds));
    return result;
  };
  return {
    facts: facts ?? {},
    run: (tensor, cotangents, feeds = {}) =>
      run({ ...feedsOf({ input, scores }, tensor, isTaken(COTANGENT) ? cotangents : []), ...feeds }),
    async logits(tensor) {
      const feeds = completeFeeds(session, feedsOf({ input, scores }, tensor, []));
      return (await run(feeds, [fetched])).logits;
    },
    close: () => session.close(),
  };
}

/** The feeds of a graph with cotangents, checked. @throws ClassifierError wrong lengths */
export function feedsOf(
  { input, scores }: Pick<CompiledClassifier, 'input' | 'scores'>,
  tensor: Float32Array,
  cotangents: readonly Float32Array[],
): Feeds {
  const elements = input.shape.reduce((product, side) => product * side, 1);
  const wrong = cotangents.find(({ length }) => length !== scores.classes);
  if (tensor.length !== elements || wrong !== undefined) {
    throw new ClassifierError(
      `expected ${elements} input and ${scores.classes} cotangent values, got ${tensor.length} and ${(wrong ?? cotangents[0])?.length}`,
    );
  }
  const shape = [1, scores.classes];
  return {
    [input.name]: { type: 'float32', shape: input.shape, data: tensor },
    ...Object.fromEntries(
      cotangents.map((data, k) => [targetName(COTANGENT, k), { type: 'float32', shape, data }] as const),
    ),
  };
}

/** Feeds for all that a graph takes, and nothing else: zeros where there are none. */
export function completeFeeds({ inputs }: Pick<Session, 'inputs'>, feeds: Feeds): Feeds {
  const complete = inputs.map(
    ({ name, type }) => [name, feeds[name] ?? zerosOf(type!.shape as readonly number[])] as const,
  );
  return Object.fromEntries(complete);
}

function zerosOf(shape: readonly number[]): EngineTensor {
  return { type: 'float32', shape, data: new Float32Array(elementCount(shape)) };
}

function unpack(outputs: Awaited<ReturnType<Session['run']>>): ProgramResult {
  const logits = (outputs[LOGITS] ?? outputs[SCORES])!.data as Float32Array;
  const gradients: Float32Array[] = [];
  for (let k = 0; ; k++) {
    const gradient = outputs[targetName(GRADIENT, k)];
    if (gradient === undefined) break;
    gradients.push(gradient.data as Float32Array);
  }
  return { logits, gradients, outputs };
}

/** @param explain names the layer at fault @throws NonFiniteError */
export async function checkFinite(
  { logits, gradients }: Pick<ProgramResult, 'logits' | 'gradients'>,
  explain: () => Promise<string>,
): Promise<void> {
  if (allFinite(logits) && gradients.every(allFinite)) return;
  throw new NonFiniteError(await explain());
}

/** A sum is NaN or infinite if any term is; it is cheaper than looking at each. */
function allFinite(values: Float32Array): boolean {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.abs(values[i]!);
  return Number.isFinite(sum);
}

async function explainNonFinite(
  engine: Engine,
  compilation: ProgramOptions['compilation'],
  weights: WeightSource | undefined,
  feeds: Feeds,
): Promise<string> {
  const [{ explainer, originalName }, { firstNonFinite }] = await Promise.all([
    compilation() as Promise<{ explainer: Model; originalName(name: string): string }>,
    import('./nonFinite.ts'),
  ]);
  const load = (model: Uint8Array) => engine.createSession({ model, weights, optimisation: 'basic' });
  return firstNonFinite(explainer, load, feeds, originalName);
}
