import { differentiate, NotDifferentiableError, standard } from '@smoothgrad/autodiff';
import {
  type Engine,
  type EngineTensor,
  economise,
  initializersToInputs,
  type Model,
  normalise,
  type Tensor,
  writeModel,
} from '@smoothgrad/onnx';
import { COTANGENT, checkDirections } from './directionalDifferences.ts';
import type { RandomGraph } from './randomGraph.ts';
import { distanceFromReference, hasReferences } from './randomGraphReference.ts';
import { staticModel } from './runGraph.ts';

export interface CheckOptions {
  /** How many of its constants the graph is differentiated by, beside the image. */
  readonly weights: number;
  /** Everything the runtime does to a model before it runs it, or only what keeps its nodes. */
  readonly optimisation: 'basic' | 'all';
}

/**
 * Normalise, specialise, differentiate, run, compare with central differences.
 *
 * @returns `right`, or why it cannot be checked
 * @throws Error a gradient is wrong
 */
export async function checkRandomGraph(graph: RandomGraph, engine: Engine, options: CheckOptions): Promise<string> {
  const weights = graph.weights.slice(-options.weights || graph.weights.length);
  const names = weights.map(({ name }) => name);
  // Its shape inference and its kernels disagree about some pools: the whole graph may be refused where each node ran.
  if (!(await isLoaded(graph.model, engine))) return 'refused by the runtime';
  const model = await staticModel(initializersToInputs(normalise(graph.model), names), engine);
  const { shape, type } = model.values.get('y') ?? {};
  if (shape === undefined) return 'the shape of its output is not known';
  const wrt = ['image', ...names];
  const feeds = { image: graph.image, ...Object.fromEntries(weights.map((weight) => [weight.name, fed(weight)])) };
  const chosen: Engine = {
    ...engine,
    createSession: (given) => engine.createSession({ ...given, optimisation: options.optimisation }),
  };
  try {
    const differentiated = differentiate(economise(model), { of: 'y', wrt, rules: standard, cotangent: COTANGENT });
    const point = { output: 'y', shape, type: type!, feeds, wrt };
    const source = [graph.model, model].find(hasReferences);
    if (source === undefined) return await checkDirections(differentiated, point, chosen);
    const distance = await distanceFromReference(source, differentiated, point, chosen);
    if (distance !== undefined) throw new Error(distance);
    return await checkDirections(differentiated, point, chosen).catch(
      (error: Error) => `right in float64, but ${error.message.replace(/^.*: /, '')}`,
    );
  } catch (error) {
    if (error instanceof NotDifferentiableError)
      return `refused: ${error.obstacles[0]!.op}: ${error.obstacles[0]!.reason}`;
    throw error;
  }
}

async function isLoaded(model: Model, engine: Engine): Promise<boolean> {
  const session = await engine
    .createSession({ model: writeModel(model, 'reference'), optimisation: 'basic' })
    .catch(() => undefined);
  await session?.close();
  return session !== undefined;
}

function fed({ type, dims, data }: Tensor): EngineTensor {
  const bytes = data.kind === 'inline' ? data.bytes.slice().buffer : new ArrayBuffer(0);
  return { type, shape: dims, data: type === 'float64' ? new Float64Array(bytes) : new Float32Array(bytes) };
}
