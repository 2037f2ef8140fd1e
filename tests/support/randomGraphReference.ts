import type { differentiate } from '@smoothgrad/autodiff';
import { elementwise, type Forward, normalValues, type ReferenceTensor } from '@smoothgrad/autodiff/testing';
import {
  bytesToNumbers,
  type Engine,
  type EngineTensor,
  type GraphNode,
  type Model,
  operatorName,
  writeModel,
} from '@smoothgrad/onnx';
import * as table from '../../packages/autodiff/src/testing/reference/index.ts';
import { COTANGENT, type Point } from './directionalDifferences.ts';

const forwards: Readonly<Record<string, Forward>> = {
  ...table,
  Greater: ([a, b]) => elementwise(a!, b!, (left, right) => Number(left > right)),
};

const STEPS = [1e-5, 1e-6];
const DIRECTIONS = 6;

/**
 * Compares gradients with central differences of the graph in float64, each operator a naive loop: steps so small that hardly
 * any switch lies between them, and hardly any rounding.
 *
 * @param source the graph before it was differentiated
 * @returns the largest distance, as a part of the gradient, of half of the directions; undefined: right
 */
export async function distanceFromReference(
  source: Model,
  { model, gradients }: ReturnType<typeof differentiate>,
  { output, shape, type, feeds, wrt }: Point,
  engine: Engine,
): Promise<string | undefined> {
  const cotangent = normalValues(shape, 999);
  const outputs = [...new Set(gradients.values())].filter((name) => name !== COTANGENT && !feeds[name]);
  const graph = { ...model.graph, outputs: outputs.map((name) => ({ name })) };
  const given: Record<string, EngineTensor> = { ...feeds, [COTANGENT]: { type, shape, data: cotangent } };
  if (outputs.length > 0) {
    const session = await engine.createSession({
      model: writeModel({ ...model, graph }, 'reference'),
      optimisation: 'basic',
    });
    Object.assign(given, await session.run(given).finally(() => session.close()));
  }
  for (const [k, name] of wrt.entries()) {
    const gradient = gradients.has(name) ? numbersOf(given[gradients.get(name)!]!) : feeds[name]!.data.length;
    const scalar = (moved: ReferenceTensor) => {
      const y = evaluate(source, { ...feeds, [name]: moved }, output);
      return y.data.reduce((sum, value, i) => sum + cotangent[i]! * value, 0);
    };
    const at = tensorOf(feeds[name]!);
    const errors = Array.from({ length: DIRECTIONS }, (_, d) =>
      errorAlong(scalar, at, gradient, normalValues(at.shape, 31 * k + d)),
    );
    const worst = errors.toSorted((a, b) => a - b)[DIRECTIONS / 2]!;
    if (!(worst <= 1))
      return `the gradient by '${name}' is ${worst.toPrecision(3)} times what is allowed away from float64`;
  }
  return undefined;
}

/** In units of what is allowed: 0.1 % of the gradient, or of 1 where it is smaller. */
function errorAlong(
  scalar: (at: ReferenceTensor) => number,
  at: ReferenceTensor,
  gradient: Float64Array | number,
  direction: ArrayLike<number>,
): number {
  const moved = (step: number) => ({ shape: at.shape, data: at.data.map((value, i) => value + step * direction[i]!) });
  const found = typeof gradient === 'number' ? 0 : gradient.reduce((sum, g, i) => sum + g * direction[i]!, 0);
  const size = typeof gradient === 'number' ? 0 : Math.hypot(...gradient);
  const errors = STEPS.map((step) => Math.abs(found - (scalar(moved(step)) - scalar(moved(-step))) / (2 * step)));
  return Math.min(...errors) / (1e-3 * Math.max(size, 0.05));
}

/** Whether every operator of a graph has a reference. */
export const hasReferences = ({ graph }: Model): boolean => graph.nodes.every((node) => forwards[operatorName(node)]);

/** A value of a graph, by the reference forwards. Of an operator with several outputs each is computed on its own. */
function evaluate(
  model: Model,
  feeds: Readonly<Record<string, EngineTensor | ReferenceTensor>>,
  output: string,
): ReferenceTensor {
  const values = new Map<string, ReferenceTensor>();
  for (const { name, dims, type, data } of model.graph.initializers.values())
    if (data.kind === 'inline')
      values.set(name, { shape: dims, data: Float64Array.from(bytesToNumbers(data.bytes, type)!) });
  for (const [name, tensor] of Object.entries(feeds)) values.set(name, tensorOf(tensor));
  for (const node of model.graph.nodes) {
    const inputs = node.inputs.map((name) => values.get(name));
    for (const name of node.outputs) values.set(name, forwards[operatorName(node)]!(inputs, asked(node, name)));
  }
  return values.get(output)!;
}

/** The references give the output named `y`. */
const asked = (node: GraphNode, output: string): GraphNode => ({
  ...node,
  outputs: node.outputs.map((name) => (name === output ? 'y' : `_${name}`)),
});

const numbersOf = ({ data }: EngineTensor) => Float64Array.from(data as Float32Array);
const tensorOf = ({ shape, data }: EngineTensor | ReferenceTensor): ReferenceTensor => ({
  shape,
  data: Float64Array.from(data as Float32Array),
});
