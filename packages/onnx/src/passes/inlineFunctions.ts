import { inlineNumbers } from '../elements.ts';
import { InvalidModelError } from '../errors.ts';
import { type Graph, type GraphNode, type Model, type ModelFunction, operatorName } from '../ir.ts';
import { withoutConstantNodes } from './constantsToInitializers.ts';
import { functionBody } from './functionBody.ts';
import { bodiesOf, namesOf } from './graphWalks.ts';
import { joinOpsets } from './joinOpsets.ts';
import { mapBodies } from './mapBodies.ts';
import type { Pass } from './pass.ts';
import { uniqueNames } from './uniqueNames.ts';
import { opsetOf, upgradeGraph } from './upgradeOpset.ts';

/** More nodes than any network has: functions that call functions that call functions can ask for as many as they like. */
const MOST_NODES = 100_000;

/**
 * Every call of a model-local function becomes the nodes of that function, brought to the rules' operator set; nested calls too.
 *
 * @throws InvalidModelError functions that call themselves, or for too many nodes, or operator sets that do not go together
 */
export const inlineFunctions: Pass = {
  name: 'inlineFunctions',
  run(model) {
    if (model.functions.length === 0) return model;
    checkCount(model);
    const inliner = createInliner(model);
    const graph = inliner.expand(model.graph, []);
    return { ...model, graph, functions: [], opsets: joinOpsets(model, inliner.used()) };
  },
};

type Stack = readonly ModelFunction[];

function createInliner(model: Model) {
  const table = tableOf(model);
  const unique = uniqueNames(namesOf(model.graph));
  const used = new Set<ModelFunction>();

  const expand = (graph: Graph, stack: Stack): Graph => {
    const initializers = new Map(graph.initializers);
    const nodes = graph.nodes.flatMap((node) => {
      const called = table.get(keyOf(node));
      if (called === undefined) return [mapBodies(node, (body) => expand(body, stack))];
      const body = expand(bodyOf(called, node, stack, initializers), [...stack, called]);
      for (const tensor of body.initializers.values()) initializers.set(tensor.name, tensor);
      return body.nodes;
    });
    return { ...graph, nodes, initializers };
  };

  const bodyOf = (called: ModelFunction, call: GraphNode, stack: Stack, initializers: Graph['initializers']): Graph => {
    if (stack.includes(called)) throw circle([...stack, called]);
    used.add(called);
    const body = withoutConstantNodes(functionBody(called, call, unique));
    const constant = (name: string) => {
      const tensor = body.initializers.get(name) ?? initializers.get(name);
      return tensor && inlineNumbers(tensor);
    };
    return upgradeGraph(body, { opset: called.opsets.get('') ?? opsetOf(model), unique, constant });
  };

  return { expand, used: (): readonly ModelFunction[] => [...used] };
}

/** Counted before any is made. Circles count for nothing here: they are named where they are met. */
function checkCount(model: Model): void {
  const table = tableOf(model);
  const counts = new Map<ModelFunction, number>();
  const made = (nodes: readonly GraphNode[]): number => nodes.reduce((sum, node) => sum + madeBy(node), 0);
  const madeBy = (node: GraphNode): number => {
    const called = table.get(keyOf(node));
    if (called === undefined) return 1 + bodiesOf(node).reduce((sum, body) => sum + made(body.nodes), 0);
    if (!counts.has(called)) {
      counts.set(called, 0);
      counts.set(called, 1 + made(called.nodes));
    }
    return counts.get(called)!;
  };
  if (made(model.graph.nodes) > MOST_NODES)
    throw new InvalidModelError(`the functions of the model make more than ${MOST_NODES} nodes`);
}

/** By what a call names. */
const tableOf = ({ functions }: Model): ReadonlyMap<string, ModelFunction> =>
  new Map(functions.map((each) => [keyOf({ ...each, op: each.name }), each]));

const keyOf = ({ domain, op, overload = '' }: Pick<GraphNode, 'domain' | 'op' | 'overload'>) =>
  JSON.stringify([domain, op, overload]);

function circle(stack: Stack): InvalidModelError {
  const last = stack.at(-1)!;
  const names = stack.slice(stack.indexOf(last)).map(({ name, domain }) => operatorName({ op: name, domain }));
  return new InvalidModelError(`the functions of the model call each other in a circle: ${names.join(' → ')}`);
}
