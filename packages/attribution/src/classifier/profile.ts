import {
  createBuilder,
  type Engine,
  type EngineTensor,
  elementCount,
  type Model,
  type OperatorTimes,
  readModel,
  type WeightSource,
  writeModel,
} from '@smoothgrad/onnx';
import { completeFeeds } from './program.ts';

/** All nodes of one operator in one direction. */
export interface ProfileRow {
  readonly op: string;
  readonly pass: 'forward' | 'backward';
  readonly nodes: number;
  /** Of one run: the sum over the nodes of their median times. */
  readonly milliseconds: number;
  /** Of the whole run's operators. */
  readonly share: number;
  /** Convolutions and matrix products only, two operations for a multiply-add; null for others. */
  readonly gflopsPerSecond: number | null;
  /** `gflopsPerSecond` in proportion to the engine's own large matrix product on one thread. */
  readonly peakShare: number | null;
}

/** Where the time of one gradient goes. */
export interface Profile {
  readonly runs: number;
  /** Of one run's operators, on one thread. */
  readonly milliseconds: number;
  /** GFLOP/s of a matrix product of 1024 × 1024 numbers on one thread. */
  readonly peakGflopsPerSecond: number;
  /** Slowest first. */
  readonly rows: readonly ProfileRow[];
}

export interface ProfileOptions {
  readonly weights?: WeightSource | undefined;
  readonly feeds: Readonly<Record<string, EngineTensor>>;
  readonly runs: number;
}

/**
 * Runs an explainer a few times on one thread and says which operators take the time.
 *
 * @throws Error the engine cannot measure
 */
export async function profileExplainer(
  explainer: Uint8Array,
  engine: Engine,
  { weights, feeds, runs }: ProfileOptions,
): Promise<Profile> {
  const peak = await matrixPeak(engine);
  const times = await measure(engine, { model: explainer, weights, optimisation: 'all' }, feeds, runs);
  const filters = filterSizes(readModel(explainer, 'explainer'));
  const measured = times.map((each) => ({ ...each, milliseconds: median(each.milliseconds) }));
  const total = sum(measured.map(({ milliseconds }) => milliseconds));
  const groups = new Map<string, (typeof measured)[number][]>();
  for (const each of measured) {
    const key = `${each.op} ${passOf(each.node)}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  const rows = [...groups.values()].map((group): ProfileRow => {
    const milliseconds = sum(group.map((each) => each.milliseconds));
    const counts = group.map((each) => multiplyAdds(each, filters.get(each.node)));
    const isCounted = counts.every((count) => count !== undefined) && milliseconds > 0;
    const rate = isCounted ? (2 * sum(counts as number[])) / milliseconds / 1e6 : null;
    return {
      op: group[0]!.op,
      pass: passOf(group[0]!.node),
      nodes: group.length,
      milliseconds,
      share: milliseconds / total,
      gflopsPerSecond: rate,
      peakShare: rate === null ? null : rate / peak,
    };
  });
  rows.sort((a, b) => b.milliseconds - a.milliseconds);
  return { runs, milliseconds: total, peakGflopsPerSecond: peak, rows };
}

/** Nodes of the backward pass are named after those of the forward pass; `differentiate` says how. */
const passOf = (node: string) => (/^(grad\/|gradient)/.test(node) ? 'backward' : 'forward');

async function measure(
  engine: Engine,
  options: Parameters<Engine['createSession']>[0],
  feeds: ProfileOptions['feeds'],
  runs: number,
): Promise<readonly OperatorTimes[]> {
  const session = await engine.createSession({ ...options, parallel: 1, profile: true });
  try {
    if (session.profile === undefined) throw new Error(`${engine.name} cannot measure operators`);
    // Graphs without a gradient take no cotangent, those of several targets more than one.
    const complete = completeFeeds(session, feeds);
    // The first run allocates memory: it would count as much as any other.
    for (let run = 0; run <= runs; run++) await session.run(complete);
    return (await session.profile()).map((each) => ({ ...each, milliseconds: each.milliseconds.slice(1) }));
  } finally {
    await session.close();
  }
}

const SIDE = 1024;
const PEAK_RUNS = 8;

/** The best of a few runs: what stands in the way of a run is never the processor's speed. */
async function matrixPeak(engine: Engine): Promise<number> {
  const g = createBuilder(() => false);
  const shape = [SIDE, SIDE];
  const [a, b] = ['a', 'b'].map((name) => ({ name, type: 'float32' as const, shape }));
  const product = g.op('MatMul', [a, b], { shape });
  const typed = (name: string) => ({ name, type: { elementType: 'float32' as const, shape } });
  const model: Model = {
    irVersion: 8,
    producer: '',
    opsets: new Map([['', 18]]),
    functions: [],
    metadata: new Map(),
    graph: {
      name: 'peak',
      inputs: [typed('a'), typed('b')],
      outputs: [typed(product.name)],
      nodes: g.nodes,
      initializers: new Map(),
    },
  };
  const data = Float32Array.from({ length: SIDE * SIDE }, (_, i) => Math.sin(i));
  const tensor: EngineTensor = { type: 'float32', shape, data };
  const options = { model: writeModel(model, 'reference'), optimisation: 'all' } as const;
  const times = await measure(engine, options, { a: tensor, b: tensor }, PEAK_RUNS);
  return (2 * SIDE ** 3) / Math.min(...times[0]!.milliseconds) / 1e6;
}

/** Weights of a filter [C, M/group, …] of each ConvTranspose, which the runtime does not tell. */
function filterSizes({ graph }: Model): ReadonlyMap<string, number> {
  return new Map(
    graph.nodes.flatMap(({ op, name, inputs }) => {
      const weights = graph.initializers.get(inputs[1] ?? '');
      return op === 'ConvTranspose' && weights ? [[name, elementCount(weights.dims.slice(1))] as const] : [];
    }),
  );
}

/** Undefined: not a convolution or matrix product, or a shape is missing. */
function multiplyAdds({ op, inputs, outputs }: Omit<OperatorTimes, 'milliseconds'>, filter: number | undefined) {
  const [first, second] = inputs;
  const output = outputs[0];
  if (first === undefined || output === undefined) return undefined;
  if (op === 'ConvTranspose') return filter && elementCount(first) * filter;
  if (/^(Fused)?Conv$/.test(op)) return second && elementCount(output) * elementCount(second.slice(1));
  // Transposed or not, both have one element for each row: the length of the sum follows from the numbers of elements.
  if (/^(Fused)?(Gemm|MatMul)$/.test(op)) return elementCount(first) * (output.at(-1) ?? 1);
  return undefined;
}

const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);

function median(list: readonly number[]): number {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
