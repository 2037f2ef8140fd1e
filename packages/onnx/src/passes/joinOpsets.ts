import { InvalidModelError } from '../errors.ts';
import { type GraphNode, type Model, type ModelFunction, nodeLabel } from '../ir.ts';
import { bodiesOf } from './graphWalks.ts';
import { opsetOf, RULE_OPSET } from './upgradeOpset.ts';

/** Operators that mean something else since an operator set after the rules': nodes of both sides cannot stand in one graph. */
const changed: ReadonlyMap<string, number> = new Map([
  ['AveragePool', 19],
  ['DFT', 20],
  ['GridSample', 20],
  ['GroupNormalization', 21],
]);

/**
 * The operator sets of a model whose functions have been written into its graph: the newest of each domain.
 *
 * @throws InvalidModelError a node would mean something else in the newest set
 */
export function joinOpsets(model: Model, functions: readonly ModelFunction[]): ReadonlyMap<string, number> {
  const own = new Set(model.functions.map(({ domain }) => domain));
  const opsets = new Map([...model.opsets].filter(([domain]) => !own.has(domain) || domain === ''));
  for (const [domain, version] of functions.flatMap((each) => [...each.opsets])) {
    if (!own.has(domain) || domain === '') opsets.set(domain, Math.max(version, opsets.get(domain) ?? 0));
  }
  const standard = Math.max(opsets.get('') ?? 0, RULE_OPSET);
  check(model.graph.nodes, opsetOf(model), standard);
  for (const each of functions) check(each.nodes, each.opsets.get('') ?? opsetOf(model), standard);
  return opsets.set('', standard);
}

function check(nodes: readonly GraphNode[], from: number, to: number): void {
  for (const node of nodes) {
    const since = node.domain === '' ? changed.get(node.op) : undefined;
    if (since !== undefined && Math.max(from, RULE_OPSET) < since && since <= to) {
      throw new InvalidModelError(
        `${node.op} at '${nodeLabel(node)}' is written for operator set ${from}, and other parts of the model for ${to}, where it means something else: export the model with one operator set`,
      );
    }
    for (const body of bodiesOf(node)) check(body.nodes, from, to);
  }
}
