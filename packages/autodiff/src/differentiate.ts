import {
  ancestors,
  createBuilder,
  dependents,
  floatTypes,
  type GraphBuilder,
  type GraphNode,
  hasNoGradient,
  inlineNumbers,
  isStraightThrough,
  namesOf,
  nodeLabel,
  operatorName,
  readsOf,
  refusalOf,
  type StaticModel,
  type Target,
  type Value,
  valuesOf,
} from '@smoothgrad/onnx';
import { createCotangents } from './cotangents.ts';
import { NotDifferentiableError, type Obstacle, obstacle } from './errors.ts';
import type { RuleContext, RuleTable } from './rule.ts';
import { unbroadcast } from './unbroadcast.ts';

export interface DifferentiateOptions {
  /** Name of the value that is differentiated. */
  readonly of: string;
  /** Names of the values it is differentiated with respect to. */
  readonly wrt: readonly string[];
  readonly rules: RuleTable;
  /** Name of the new graph input that holds the cotangent of `of`, and has its shape. */
  readonly cotangent: string;
  /**
   * What the walk starts with, made of the cotangent and of the value of `of` (same shape); default the cotangent itself. Relevance
   * starts with cotangent ⊙ scores.
   */
  seed?(g: GraphBuilder, cotangent: Value, of: Value): Value;
  /** The runtime the graph is for; rules may choose their formulation by it. Default `cpu`. */
  readonly target?: Target;
}

export interface Differentiated {
  /** The model with the backward nodes added. Its outputs are those of the model it was made from. */
  readonly model: StaticModel;
  /** Name of the gradient of ⟨cotangent, of⟩ for each name in `wrt`; undefined where `of` does not depend on it. */
  readonly gradients: ReadonlyMap<string, string>;
}

/**
 * Adds to a graph the nodes that compute ∂⟨cotangent, of⟩/∂wrt (reverse mode).
 *
 * The walk goes once through the nodes on a path from `wrt` to `of` in reverse topological order, and asks the table for
 * the rule of each. It never looks at what an operator is.
 *
 * @throws NotDifferentiableError nodes on the path without a usable rule; all of them are listed
 * @throws Error `of` is not a value of known shape, or the name of the cotangent is taken
 */
export function differentiate(model: StaticModel, options: DifferentiateOptions): Differentiated {
  const { of, wrt, rules, target = 'cpu' } = options;
  const path = pathNodes(model, of, wrt, rules);
  const contexts = contextMaker(model, { path, wrt, rules, target });
  const obstacles = findObstacles(path, rules, contexts);
  if (obstacles.length > 0) throw new NotDifferentiableError(obstacles);

  const taken = namesOf(model.graph);
  const { inputs, initializers, nodes } = model.graph;
  // Nodes may be called what they like.
  if ([...inputs.map(({ name }) => name), ...initializers.keys(), ...valuesOf(nodes)].includes(options.cotangent)) {
    throw new Error(
      `the model already has a value named '${options.cotangent}': choose another name for the cotangent`,
    );
  }
  const scores = staticValue(model, of);
  const seed: Value = { ...scores, name: options.cotangent };
  const g = createBuilder((name) => taken.has(name) || name === options.cotangent);
  const cotangents = createCotangents(g);
  g.scope('grad');
  cotangents.add(of, options.seed?.(g, seed, scores) ?? seed);
  for (const node of [...path.nodes].reverse()) {
    g.scope(`grad/${nodeLabel(node)}`);
    const outputs = node.outputs.map((name) => cotangents.total(name));
    if (outputs.every((cotangent) => cotangent === undefined)) continue;
    const context = contexts(node, g);
    const results = isStraightThrough(node)
      ? outputs
      : rules[operatorName(node)]!.backward({ ...context, cotangents: outputs });
    node.inputs.forEach((name, i) => {
      const result = results[i];
      if (result === undefined || !context.needs[i]) return;
      cotangents.add(name, unbroadcast(g, result, staticValue(model, name).shape));
    });
  }
  g.scope('grad');
  const gradients = wrt.map((name) => [name, cotangents.total(name)?.name] as const);
  const known = gradients.flatMap(([name, gradient]) => (gradient === undefined ? [] : [[name, gradient] as const]));
  return { model: join(model, g, seed), gradients: new Map(known) };
}

/** What stands in the way of differentiating, without building anything: for `inspect`. */
export function differentiationObstacles(
  model: StaticModel,
  of: string,
  wrt: readonly string[],
  rules: RuleTable,
): readonly Obstacle[] {
  const path = pathNodes(model, of, wrt, rules);
  return findObstacles(path, rules, contextMaker(model, { path, wrt, rules, target: 'cpu' }));
}

/**
 * The nodes between `wrt` and `of`, in topological order, for reports.
 *
 * @param rules leaves out what cotangents do not reach because a rule does not pass them on; default: all pass
 */
export function nodesOnPath(
  model: StaticModel,
  of: string,
  wrt: readonly string[],
  rules: RuleTable = {},
): readonly GraphNode[] {
  return pathNodes(model, of, wrt, rules).nodes;
}

interface Path {
  readonly nodes: readonly GraphNode[];
  /**
   * Nodes on which `of` depends that make numbers of integers computed from active values: rounding, quantisation. Its
   * derivative is 0, so the branch would silently be missing from the gradient.
   */
  readonly rounding: readonly GraphNode[];
  /** Values a cotangent can reach: those that depend on `wrt` through differentiable types. */
  readonly active: ReadonlySet<string>;
}

function pathNodes(model: StaticModel, of: string, wrt: readonly string[], rules: RuleTable): Path {
  const typeOf = (name: string) => model.values.get(name)?.type ?? 'float32';
  const active = new Set(wrt);
  // Integers computed from active values. Booleans choose between values, which then carry the derivative, as in PyTorch.
  const integers = new Set<string>();
  const candidates: GraphNode[] = [];
  const rounding: GraphNode[] = [];
  for (const node of model.graph.nodes) {
    if (hasNoGradient(node)) continue;
    const isActive = node.inputs.some((name) => active.has(name)) || capturesActive(model, node, active);
    const positions = rules[operatorName(node)]?.indexInputs ?? [];
    const takesIntegers = node.inputs.some((name, i) => integers.has(name) && !positions.includes(i));
    if (!isActive && !takesIntegers) continue;
    const outputs = node.outputs.filter((name) => name !== '');
    const floats = outputs.filter((name) => floatTypes.has(typeOf(name)));
    for (const name of outputs) if (!floats.includes(name) && typeOf(name) !== 'bool') integers.add(name);
    if (takesIntegers && floats.length > 0) rounding.push(node);
    if (!isActive) continue;
    for (const name of floats) active.add(name);
    candidates.push(node);
  }
  // Back from `of` along active values only: a node whose results only choose has no derivative to pass on.
  const reaching = new Set([of]);
  const nodes = candidates.reverse().filter((node) => {
    if (!node.outputs.some((name) => active.has(name) && reaching.has(name))) return false;
    const stopped = stoppedInputs(model, node, rules);
    for (const name of readsOf(node)) if (active.has(name) && !stopped.has(name)) reaching.add(name);
    return true;
  });
  const needed = ancestors(model.graph, [of]);
  const isNeeded = ({ outputs }: GraphNode) => outputs.some((name) => needed.has(name));
  return { nodes: nodes.reverse(), rounding: rounding.filter(isNeeded), active };
}

/** Names a node reads only where its rule passes nothing on. */
function stoppedInputs(model: StaticModel, node: GraphNode, rules: RuleTable): ReadonlySet<string> {
  const passes = passesOf(model, node, rules);
  const passed = node.inputs.filter((_, i) => passes[i] ?? true);
  return new Set(node.inputs.filter((name) => !passed.includes(name)));
}

function passesOf(model: StaticModel, node: GraphNode, rules: RuleTable): readonly boolean[] {
  return rules[operatorName(node)]?.passes?.({ node, constant: constantsOf(model, node) }) ?? [];
}

function constantsOf({ graph }: StaticModel, node: GraphNode): RuleContext['constant'] {
  return (index) => {
    const tensor = graph.initializers.get(node.inputs[index] ?? '');
    return tensor && inlineNumbers(tensor);
  };
}

/** Control flow may read an active value from inside its body without listing it as an input. */
function capturesActive(model: StaticModel, node: GraphNode, active: ReadonlySet<string>): boolean {
  const hasBody = [...node.attributes.values()].some(({ kind }) => kind === 'graph' || kind === 'graphs');
  return hasBody && dependents({ ...model.graph, nodes: [node] }, active).has(node.outputs[0] ?? '');
}

interface Walk extends Pick<DifferentiateOptions, 'wrt' | 'rules'> {
  readonly path: Path;
  readonly target: Target;
}

function contextMaker(model: StaticModel, { path: { active }, wrt, rules, target }: Walk) {
  const stopping = new Set(
    model.graph.nodes.flatMap((node) => (rules[operatorName(node)]?.stopsAtZero ? node.outputs : [])),
  );
  // What reaches these is a result: it has not passed the node that makes them.
  for (const name of wrt) stopping.delete(name);
  const optional = (name: string) => (name === '' ? undefined : staticValue(model, name));
  const needsOf = (node: GraphNode) => {
    const passes = passesOf(model, node, rules);
    return node.inputs.map((name, i) => active.has(name) && (passes[i] ?? true));
  };
  return (node: GraphNode, g: GraphBuilder): RuleContext => ({
    g,
    node,
    target,
    inputs: node.inputs.map(optional),
    outputs: node.outputs.map(optional),
    needs: needsOf(node),
    constant: constantsOf(model, node),
    stopsAtZero: (index) => stopping.has(node.inputs[index] ?? ''),
  });
}

function findObstacles(
  { nodes, rounding }: Path,
  rules: RuleTable,
  contexts: (node: GraphNode, g: GraphBuilder) => RuleContext,
): Obstacle[] {
  const unused = createBuilder(() => false);
  const rounded = rounding.map((node) =>
    obstacle(
      node,
      'it takes integers computed from the image as numbers (rounding, quantisation): no derivative passes',
    ),
  );
  const others = nodes.flatMap((node) => {
    if (rounding.includes(node) || isStraightThrough(node)) return [];
    const rule = rules[operatorName(node)];
    if (rule === undefined) return [obstacle(node, refusalOf(node) ?? 'there is no gradient rule for this operator')];
    try {
      // Made for every rule: a shape that is not known is an obstacle also where the rule refuses nothing.
      const context = contexts(node, unused);
      const reason = rule.refuse?.(context);
      return reason === undefined ? [] : [obstacle(node, reason)];
    } catch (error) {
      if (error instanceof UnknownShapeError) return [obstacle(node, error.message)];
      throw error;
    }
  });
  // Several nodes may have been made of one node of the file.
  const all = [...rounded, ...others].map((each) => [JSON.stringify(each), each] as const);
  return [...new Map(all).values()];
}

class UnknownShapeError extends Error {
  override readonly name = 'UnknownShapeError';
}

function staticValue(model: StaticModel, name: string): Value {
  const value = model.values.get(name);
  if (value === undefined) {
    throw new UnknownShapeError(`the model has no value '${name}', or its shape depends on the data`);
  }
  return value;
}

function join(model: StaticModel, g: GraphBuilder, seed: Value): StaticModel {
  const input = { name: seed.name, type: { elementType: seed.type, shape: seed.shape } };
  return {
    ...model,
    values: new Map([...model.values, [seed.name, seed], ...g.values]),
    graph: {
      ...model.graph,
      inputs: [...model.graph.inputs, input],
      nodes: [...model.graph.nodes, ...g.nodes],
      initializers: new Map([...model.graph.initializers, ...g.initializers]),
    },
  };
}
