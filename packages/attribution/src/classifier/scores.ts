import {
  ancestors,
  floatTypes,
  type GraphNode,
  nameInFile,
  producersOf,
  type StaticModel,
  type Value,
} from '@smoothgrad/onnx';
import {
  type Activation,
  activationOf,
  assumedActivation,
  choosesFromScores,
  keepsScores,
  onlyReshapes,
} from './activation.ts';
import { ClassifierError } from './errors.ts';

/** The tensor of class scores S_c (section 2 of the paper: one score per class, before softmax). */
export interface Scores {
  readonly tensor: string;
  readonly classes: number;
  readonly activation: Activation;
  /** True when the model ends in scores, so that its way to probabilities is a guess. */
  readonly assumed: boolean;
}

export interface FindScoresOptions {
  /** The batch size the model was specialised for. */
  readonly batch: number;
  /** Takes this value as the scores instead of looking for them. */
  readonly name?: string | undefined;
  /** The name a value has in the user's file; undefined for one the file does not have. Default: all keep theirs. */
  readonly fileName?: ((name: string) => string | undefined) | undefined;
}

/** What the search looks at. */
interface Search {
  readonly model: StaticModel;
  readonly batch: number;
  readonly producers: ReadonlyMap<string, GraphNode>;
  readonly fileName: (name: string) => string | undefined;
}

/**
 * Finds the logits by walking back from the outputs through Softmax, LogSoftmax, Sigmoid, Identity and nodes that only
 * change the shape: the scores are what feeds the first of the activations, or the output itself where there is none.
 *
 * @throws ClassifierError nothing looks like scores, several things do, or `name` does not
 */
export function findScores(model: StaticModel, { batch, name, fileName = (same) => same }: FindScoresOptions): Scores {
  const producers = producersOf(model.graph);
  const search: Search = { model, batch, producers, fileName };
  if (name !== undefined) return namedScores(search, name);
  // Logits and probabilities, or logits in two shapes, are the same scores; an activation in the model beats a guess.
  const found = new Map<string, Scores>();
  for (const output of scoreOutputs(search)) {
    const scores = walkBack(search, output);
    if (scores === undefined) continue;
    const source = behind(search, scores.tensor, keepsScores).at(-1)!;
    const known = found.get(source);
    if (known === undefined || (known.assumed && !scores.assumed)) found.set(source, scores);
  }
  const candidates = [...found.values()];
  if (candidates.length === 1) return candidates[0]!;
  const outputs = model.graph.outputs.map((output) => describe(search, output.name)).join(', ');
  if (candidates.length === 0) {
    const fixed = model.graph.outputs.map(({ name: output }) => model.values.get(output)?.shape ?? []);
    if (fixed.some((shape) => shape.length > 1 && shape[0] === 1 && batch > 1)) {
      throw new ClassifierError(
        `the model's batch size is built into the file: for ${batch} images it returns ${outputs}. Use --batch 1`,
      );
    }
    throw new ClassifierError(
      `no output looks like class scores [N, classes]: the model returns ${outputs || 'nothing'}${whereLost(search)}. Name the scores with --scores`,
    );
  }
  throw new ClassifierError(`several outputs look like class scores: ${outputs}. Choose one with --scores`);
}

/** The model's outputs, without those that choose from scores; or, where these are all that could be scores, what they choose from. */
function scoreOutputs(search: Search): readonly string[] {
  const outputs = search.model.graph.outputs.map(({ name }) => ({ name, from: chosenFrom(search, name) }));
  const direct = outputs.flatMap(({ name, from }) => (from === undefined ? [name] : []));
  if (direct.some((name) => walkBack(search, name) !== undefined)) return direct;
  return outputs.flatMap(({ from }) => from ?? []);
}

/** What a label, the best few classes, or a dictionary of scores was made of. */
function chosenFrom(search: Search, name: string): string | undefined {
  const node = search.producers.get(behind(search, name, onlyReshapes).at(-1)!);
  return node && choosesFromScores(search.model, node) ? node.inputs[0] : undefined;
}

function namedScores(search: Search, name: string): Scores {
  const { model } = search;
  const value = model.values.get(name);
  if (value === undefined) {
    const computed = model.graph.nodes.flatMap(({ outputs }) => outputs);
    const near = computed.filter((other) => classesOf(search, other) !== undefined).map(search.fileName);
    const listed = near.filter((other) => other !== undefined).slice(-8);
    throw new ClassifierError(
      `the model has no value named '${name}'. Values that could be scores: ${listed.join(', ') || 'none'}`,
    );
  }
  const classes = classesOf(search, name);
  if (classes === undefined) {
    throw new ClassifierError(`${describe(search, name)} cannot be class scores: expected a float tensor [N, classes]`);
  }
  const activation = activationAfter(search, name);
  return {
    tensor: name,
    classes,
    activation: activation ?? assumedActivation(classes),
    assumed: activation === undefined,
  };
}

/** What the model itself does with these scores further on. */
function activationAfter(search: Search, name: string): Activation | undefined {
  const same = new Set([name]);
  for (const node of search.model.graph.nodes) {
    if (!same.has(node.inputs[0] ?? '')) continue;
    const activation = activationOf(search.model, node);
    if (activation !== undefined) return activation;
    if (keepsScores(node)) same.add(node.outputs[0]!);
  }
  return undefined;
}

function walkBack(search: Search, output: string): Scores | undefined {
  let found: { tensor: string; activation: Activation } | undefined;
  let name = output;
  for (let node = search.producers.get(name); node !== undefined; node = search.producers.get(name)) {
    const activation = activationOf(search.model, node);
    if (activation === undefined && !keepsScores(node)) break;
    name = node.inputs[0]!;
    if (activation !== undefined) found = { tensor: name, activation };
  }
  // The shape, or a name of the file, may only be found a few reshapes earlier: [N] ← Squeeze ← [N, 1].
  const candidates = behind(search, found?.tensor ?? output, onlyReshapes).filter(
    (candidate) => classesOf(search, candidate) !== undefined,
  );
  // Integer kernels hide their logits: the file has no name for what they are before they are quantised.
  const tensor = candidates.find((candidate) => search.fileName(candidate) !== undefined) ?? candidates[0];
  const classes = tensor === undefined ? undefined : classesOf(search, tensor);
  if (tensor === undefined || classes === undefined) return undefined;
  return { tensor, classes, activation: found?.activation ?? assumedActivation(classes), assumed: found === undefined };
}

/** A value and those it is a copy of in other shapes or types, nearest first. */
function behind({ producers }: Search, name: string, keeps: (node: GraphNode) => boolean): string[] {
  const names = [name];
  for (let node = producers.get(name); node && keeps(node); node = producers.get(names.at(-1)!)) {
    names.push(node.inputs[0]!);
  }
  return names;
}

/** The number of classes of [N, classes] with any further axes of length 1; undefined for anything else. */
function classesOf({ model, batch }: Search, name: string): number | undefined {
  const value: Value | undefined = model.values.get(name);
  if (value === undefined || !floatTypes.has(value.type) || value.shape[0] !== batch || value.shape.length < 2) {
    return undefined;
  }
  const long = value.shape.slice(1).filter((dimension) => dimension !== 1);
  return long.length <= 1 ? (long[0] ?? 1) : undefined;
}

/** Control flow on the way to the outputs, or else the first node whose result has no shape before the run though what it reads has. */
function whereLost({ model }: Search): string {
  const { graph, values } = model;
  const outputs = graph.outputs.map(({ name }) => name);
  if (outputs.some((name) => values.has(name))) return '';
  const needed = ancestors(graph, outputs);
  const isKnown = (name: string) => name === '' || values.has(name);
  const onTheWay = graph.nodes.filter((node) => node.outputs.some((name) => needed.has(name)));
  const node =
    onTheWay.find(({ attributes }) => [...attributes.values()].some(({ kind }) => kind === 'graph')) ??
    onTheWay.find((each) => each.inputs.every(isKnown) && !each.outputs.every(isKnown));
  if (node === undefined) return '';
  const { op, label } = nameInFile(node);
  return `, whose shape is not known from ${op} at node '${label}' on`;
}

function describe({ model, fileName }: Search, name: string): string {
  const value = model.values.get(name);
  return `'${fileName(name) ?? name}' ${value ? `${value.type} [${value.shape}]` : '(not a tensor of known shape)'}`;
}
