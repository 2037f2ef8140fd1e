import { normalValues } from '@smoothgrad/autodiff/testing';
import {
  type Attribute,
  type Dimension,
  type ElementType,
  type Engine,
  elementCount,
  type GraphNode,
  int,
  type Model,
  operatorName,
  type Tensor,
  writeModel,
} from '@smoothgrad/onnx';
import { modelOf, node } from './graphs.ts';
import { choicesOf } from './randomGraphChoices.ts';
import { tensorOf } from './randomGraphTensors.ts';

/** A float value of the graph, with the numbers it has at the test point. */
export interface Known {
  readonly name: string;
  readonly type: 'float32' | 'float64';
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array;
}

/** What a template builds its nodes with. Names stand for values. */
export interface Step {
  /** The value the template is for. */
  readonly x: Known;
  /** Choices; the smaller the numbers they are made from, the plainer: the first of a list, the lower end. */
  readonly int: (least: number, most: number) => number;
  readonly flip: () => boolean;
  readonly pick: <T>(list: readonly T[]) => T;
  readonly opset: number;
  /** A value of the type of x that passes, x itself and its copies included. */
  readonly other: (accepts: (value: Known) => boolean) => Known | undefined;
  /** An operator outside the standard domain has its domain in front: `com.microsoft.Gelu`. */
  readonly op: (op: string, inputs: readonly string[], attributes?: Attributes) => string;
  readonly ops: (op: string, inputs: readonly string[], count: number, attributes?: Attributes) => string[];
  /** Random numbers of the type of x, which may be differentiated by. */
  readonly weight: (shape: readonly number[], scale?: number) => string;
  readonly constant: (values: number | readonly number[], shape?: readonly number[], type?: ElementType) => string;
  readonly integers: (values: readonly number[], shape?: readonly number[]) => string;
}

export type Attributes = Readonly<Record<string, Attribute>>;

/** How nodes of one operator are made. Whether the runtime takes them and what comes out is found out by running them. */
export interface Template {
  /** The operator it is for, as the table of rules names it. */
  readonly op: string;
  /** Ranks of x it is for; others are reshaped. */
  readonly ranks?: readonly number[];
  /** The first operator set that has it; default 18. */
  readonly since?: number;
  /** Null: there is nothing to build for this x. */
  build(step: Step): string | readonly string[] | null;
}

/** All that a graph is made from: small data that shrinks. */
export interface Recipe {
  readonly image: readonly number[];
  readonly opset: number;
  readonly steps: readonly StepRecipe[];
  readonly seed: number;
}

export interface StepRecipe {
  readonly template: Template;
  /** Which value it is for, counted from the newest. */
  readonly source: number;
  readonly choices: readonly number[];
}

export interface RandomGraph {
  readonly model: Model;
  readonly image: Known;
  /** Constants that may be differentiated by. */
  readonly weights: readonly Tensor[];
  /** Operators of the templates used, in order. */
  readonly used: readonly string[];
  /** Templates that had nothing to build, or that the runtime or the limits on size refused, with the reason. */
  readonly left: readonly (readonly [op: string, reason: string])[];
}

const MOST_ELEMENTS = 500;
const LARGEST = 30;

/** Builds the graph step by step; each step is run, so that the next one knows shapes and numbers. */
export async function buildRandomGraph(
  { image: shape, opset, steps, seed }: Recipe,
  engine: Engine,
): Promise<RandomGraph> {
  const image: Known = { name: 'image', type: 'float32', shape, data: normalValues(shape, seed) };
  const values: Known[] = [image];
  const [nodes, constants, weights, used]: [GraphNode[], Tensor[], Tensor[], string[]] = [[], [], [], []];
  const left: (readonly [string, string])[] = [];
  for (const [index, recipe] of steps.entries()) {
    const { template } = recipe;
    const made = startStep(recipe, values, { prefix: `s${index}`, seed: 1000 * seed + 10 * index, opset });
    if ((template.since ?? 18) > opset) continue;
    if (template.build(made.step) === null) {
      left.push([template.op, 'nothing to build']);
      continue;
    }
    const results = await runStep(made, values, { opset, engine });
    if (typeof results === 'string') {
      left.push([template.op, results]);
      continue;
    }
    values.push(...results);
    nodes.push(...made.nodes);
    constants.push(...made.constants);
    weights.push(...made.weights);
    used.push(template.op);
  }
  const last = joined(values.filter(({ name }) => !nodes.some(({ inputs }) => inputs.includes(name))));
  const model = modelOf({
    inputs: { image: shape as readonly Dimension[] },
    nodes: [...nodes, ...last.nodes],
    outputs: ['y'],
    constants: [...constants, ...last.constants],
    opset,
    opsets: { 'com.microsoft': 1 },
  });
  return { model, image, weights, used, left };
}

interface Made {
  readonly step: Step;
  readonly nodes: readonly GraphNode[];
  readonly constants: readonly Tensor[];
  readonly weights: readonly Tensor[];
}

function startStep(
  { template, source, choices }: StepRecipe,
  values: readonly Known[],
  { prefix, seed, opset }: { prefix: string; seed: number; opset: number },
): Made {
  const [nodes, constants, weights]: [GraphNode[], Tensor[], Tensor[]] = [[], [], []];
  const choose = choicesOf(choices);
  const newest = values.toReversed();
  const start = newest.slice(source % newest.length).concat(newest.slice(0, source % newest.length));
  const ranks = template.ranks;
  const fitting = start.find(({ shape }) => ranks === undefined || ranks.includes(shape.length));
  const keep = (tensor: Tensor) => {
    constants.push(tensor);
    return tensor.name;
  };
  const name = () => `${prefix}_c${constants.length}`;
  const ops: Step['ops'] = (operator, inputs, count, attributes) => {
    const dot = operator.lastIndexOf('.');
    const made = Array.from({ length: count }, (_, i) => `${prefix}_${nodes.length}${count > 1 ? `_${i}` : ''}`);
    nodes.push(node(operator.slice(dot + 1), inputs, made, attributes, operator.slice(0, Math.max(dot, 0))));
    return made;
  };
  const op: Step['op'] = (operator, inputs, attributes) => ops(operator, inputs, 1, attributes)[0]!;
  const integers: Step['integers'] = (list, shape = [list.length]) => keep(tensorOf(name(), 'int64', shape, list));
  const x =
    fitting ?? reshaped(start[0]!, choose.pick(ranks!), (given, shape) => op('Reshape', [given, integers(shape)]));
  const step: Step = {
    x,
    opset,
    ...choose,
    op,
    ops,
    integers,
    other: (accepts) => start.toReversed().find((value) => value.type === x.type && accepts(value)),
    weight(shape, scale = 1) {
      const numbers = normalValues(shape, seed + constants.length).map((value) => scale * value);
      const tensor = tensorOf(name(), x.type, shape, numbers);
      weights.push(tensor);
      return keep(tensor);
    },
    constant: (given, shape = typeof given === 'number' ? [] : [given.length], type = x.type) =>
      keep(
        tensorOf(name(), type, shape, typeof given === 'number' ? new Array(elementCount(shape)).fill(given) : given),
      ),
  };
  return { step, nodes, constants, weights };
}

/** A value of another rank: its elements in a shape whose axes are as equal as they can be. */
function reshaped(x: Known, rank: number, reshape: (name: string, shape: readonly number[]) => string): Known {
  const shape = new Array<number>(rank).fill(1);
  let left = x.data.length;
  for (let factor = 2; left > 1; factor = left % factor === 0 ? factor : factor + 1) {
    if (left % factor !== 0) continue;
    left /= factor;
    const smallest = shape.lastIndexOf(Math.min(...shape.slice(rank > 2 ? 1 : 0)));
    shape[smallest] = shape[smallest]! * factor;
  }
  return { ...x, name: reshape(x.name, shape), shape };
}

/** The float values a step returns to the graph, or why it cannot be part of it. */
async function runStep(
  { nodes, constants }: Made,
  values: readonly Known[],
  { opset, engine }: { opset: number; engine: Engine },
): Promise<Known[] | string> {
  const read = new Set(nodes.flatMap(({ inputs }) => inputs));
  const given = values.filter(({ name }) => read.has(name));
  const outputs = nodes.flatMap((each) => each.outputs).filter((name) => name !== '' && !read.has(name));
  const inputs = Object.fromEntries(given.map(({ name, type, shape }) => [name, { type, shape }]));
  const model = modelOf({ inputs, nodes, outputs, constants, opset, opsets: { 'com.microsoft': 1 } });
  try {
    const session = await engine.createSession({ model: writeModel(model, 'reference'), optimisation: 'basic' });
    const feeds = Object.fromEntries(given.map(({ name, ...tensor }) => [name, tensor]));
    const results = await session.run(feeds).finally(() => session.close());
    const made = outputs.flatMap((name) => {
      const { type, shape, data } = results[name]!;
      return type === 'float32' || type === 'float64' ? [{ name, type, shape, data } as Known] : [];
    });
    return unusable(made) ?? made;
  } catch (error) {
    return String(error instanceof Error ? error.message : error).slice(0, 200);
  }
}

function unusable(made: readonly Known[]): string | undefined {
  if (made.some(({ data }) => data.length > MOST_ELEMENTS || data.length === 0)) return 'too many elements, or none';
  if (made.some(({ data }) => Array.from(data).some((value) => !(Math.abs(value) <= LARGEST))))
    return 'too large numbers';
  return undefined;
}

/** Everything that nothing reads in one vector `y`, each part of about the same size, so that none hides another. */
function joined(loose: readonly Known[]): { nodes: GraphNode[]; constants: Tensor[] } {
  const constants = [tensorOf('to_line', 'int64', [1], [-1])];
  const nodes = loose.flatMap(({ name, data }, i) => {
    const size = Math.sqrt(Array.from(data).reduce((sum, value) => sum + value * value, 0) / data.length);
    // Nothing but rounding is not enlarged.
    constants.push(tensorOf(`scale_${i}`, 'float32', [], [1 / Math.max(size, 0.01)]));
    return [
      node('Reshape', [name, 'to_line'], [`line_${i}`]),
      node('Cast', [`line_${i}`], [`single_${i}`], { to: int(1) }),
      node('Mul', [`single_${i}`, `scale_${i}`], [`part_${i}`]),
    ];
  });
  const parts = loose.map((_, i) => `part_${i}`);
  return { nodes: [...nodes, node('Concat', parts, ['y'], { axis: int(0) })], constants };
}

/** The graph in a few readable lines. */
export function describeGraph({ model, image }: RandomGraph): string {
  const lines = model.graph.nodes.map((each) => {
    const { inputs, outputs, attributes } = each;
    const settings = [...attributes].map(([key, { value }]) => `${key}=${text(value)}`).join(' ');
    const shown = inputs.map((name) => {
      const tensor = model.graph.initializers.get(name);
      return tensor === undefined ? name || '–' : `${name}:${tensor.type}[${tensor.dims}]`;
    });
    return `${outputs.join(', ')} = ${operatorName(each)}(${shown.join(', ')}) ${settings}`;
  });
  return [`image [${image.shape}], opset ${model.opsets.get('')}`, ...lines].join('\n');
}

const text = (value: unknown) => (value instanceof Uint8Array ? String.fromCharCode(...value) : String(value));
