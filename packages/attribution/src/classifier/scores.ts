import { floatTypes, type GraphNode, intAttribute, normaliseAxis, operatorName, type StaticModel, type Value } from '@smoothgrad/onnx';
import { ClassifierError } from './errors.ts';

/** How scores become probabilities. */
export type Activation = 'softmax' | 'sigmoid';

/** The tensor of class scores S_c (section 2 of the paper: one score per class, before softmax). */
export interface Scores {
  readonly tensor: string;
  readonly classes: number;
  readonly activation: Activation;
  /** True when the model ends in scores, so that its way to probabilities is a guess. */
  readonly assumed: boolean;
}

/**
 * Finds the logits by walking back from the outputs through Softmax, LogSoftmax, Sigmoid, Identity and nodes that only
 * change the shape: the scores are what feeds the first of the activations, or the output itself where there is none.
 *
 * @param batch the batch size the model was specialised for
 * @param name takes this value as the scores instead
 * @throws ClassifierError nothing looks like scores, several things do, or `name` does not
 */
export function findScores(model: StaticModel, batch: number, name?: string): Scores {
  if (name !== undefined) return namedScores(model, batch, name);
  const found = new Map<string, Scores>();
  for (const output of model.graph.outputs) {
    const scores = walkBack(model, batch, output.name);
    if (scores !== undefined) found.set(scores.tensor, scores);
  }
  const candidates = [...found.values()];
  if (candidates.length === 1) return candidates[0]!;
  const outputs = model.graph.outputs.map(({ name: output }) => describe(model, output)).join(', ');
  if (candidates.length === 0) {
    throw new ClassifierError(`no output looks like class scores [N, classes]: the model returns ${outputs}. Name the scores with --scores`);
  }
  throw new ClassifierError(`several outputs look like class scores: ${outputs}. Choose one with --scores`);
}

function namedScores(model: StaticModel, batch: number, name: string): Scores {
  const value = model.values.get(name);
  if (value === undefined) {
    const near = [...model.values.values()].filter((other) => classesOf(other, batch) !== undefined).map((other) => other.name);
    throw new ClassifierError(`the model has no value named '${name}'. Values that could be scores: ${near.slice(-8).join(', ') || 'none'}`);
  }
  const classes = classesOf(value, batch);
  if (classes === undefined) throw new ClassifierError(`${describe(model, name)} cannot be class scores: expected a float tensor [N, classes]`);
  return { tensor: name, classes, ...activationAfter(model, name, classes) };
}

/** What the model itself does with these scores further on. */
function activationAfter(model: StaticModel, name: string, classes: number): Pick<Scores, 'activation' | 'assumed'> {
  const reader = model.graph.nodes.find((node) => node.inputs[0] === name);
  const kind = reader && activations[operatorName(reader)];
  return kind ? { activation: kind, assumed: false } : { activation: assumedActivation(classes), assumed: true };
}

const assumedActivation = (classes: number): Activation => (classes === 1 ? 'sigmoid' : 'softmax');

const activations: Readonly<Record<string, Activation>> = { Softmax: 'softmax', LogSoftmax: 'softmax', Sigmoid: 'sigmoid' };

/** Operators that only rename, reshape or retype what they pass on. */
const transparent: ReadonlySet<string> = new Set(['Identity', 'Dropout', 'Cast', 'Flatten', 'Reshape', 'Squeeze', 'Unsqueeze', 'Transpose']);

function walkBack(model: StaticModel, batch: number, output: string): Scores | undefined {
  const producers = new Map<string, GraphNode>(model.graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  let found: Pick<Scores, 'tensor' | 'activation'> | undefined;
  let name = output;
  for (let node = producers.get(name); node !== undefined; node = producers.get(name)) {
    const kind = activations[operatorName(node)];
    if (kind === undefined && !transparent.has(operatorName(node))) break;
    if (kind === 'softmax' && !isOverClasses(model, node)) break;
    name = node.inputs[0]!;
    if (kind !== undefined) found = { tensor: name, activation: kind };
  }
  const tensor = found?.tensor ?? output;
  const value = model.values.get(tensor);
  const classes = value && classesOf(value, batch);
  if (classes === undefined) return undefined;
  return { tensor, classes, activation: found?.activation ?? assumedActivation(classes), assumed: found === undefined };
}

function isOverClasses(model: StaticModel, node: GraphNode): boolean {
  const shape = model.values.get(node.inputs[0] ?? '')?.shape ?? [];
  const axis = normaliseAxis(intAttribute(node, 'axis', -1), shape.length);
  return axis > 0 && shape.every((dimension, i) => i === 0 || i === axis || dimension === 1);
}

/** The number of classes of [N, classes] with any further axes of length 1; undefined for anything else. */
function classesOf({ type, shape }: Value, batch: number): number | undefined {
  if (!floatTypes.has(type) || shape[0] !== batch || shape.length < 2) return undefined;
  const long = shape.slice(1).filter((dimension) => dimension !== 1);
  return long.length <= 1 ? (long[0] ?? 1) : undefined;
}

function describe(model: StaticModel, name: string): string {
  const value = model.values.get(name);
  return `'${name}' ${value ? `${value.type} [${value.shape}]` : '(unknown type)'}`;
}
