import { describe, expect, test } from 'vitest';
import { modelOf, node } from '../../../../tests/support/graphs.ts';
import { InvalidModelError } from '../errors.ts';
import type { GraphNode, Model } from '../ir.ts';
import { sortNodes } from './sortNodes.ts';

const modelWith = (...nodes: readonly GraphNode[]): Model => modelOf({ inputs: { x: [1] }, nodes, outputs: ['y'] });
const a = node('Relu', ['x'], ['a']);
const b = node('Neg', ['a'], ['b']);
const y = node('Add', ['a', 'b'], ['y']);
const made = ({ graph }: Model) => graph.nodes.map(({ outputs }) => outputs[0]);

describe('sortNodes', () => {
  test('moves nodes behind what they read, and others not at all', () => {
    expect(made(sortNodes.run(modelWith(y, b, a)))).toEqual(['a', 'b', 'y']);
    const other = node('Sin', ['x'], ['c']);
    expect(made(sortNodes.run(modelWith(other, b, a, y)))).toEqual(['c', 'a', 'b', 'y']);
    const model = modelWith(a, b, other, y);
    expect(sortNodes.run(model)).toBe(model);
  });

  test('looks into bodies, at what they read from outside, and into functions', () => {
    const nodes = [node('Neg', ['inner'], ['out']), node('Add', ['a', 'a'], ['inner'])];
    const body = modelOf({ inputs: {}, nodes, outputs: ['out'] }).graph;
    const choice = node('If', ['x'], ['y'], { then_branch: { kind: 'graph', value: body } });
    const { graph } = sortNodes.run(modelWith(choice, a));
    expect(graph.nodes.map(({ op }) => op)).toEqual(['Relu', 'If']);
    const inner = graph.nodes[1]!.attributes.get('then_branch');
    expect(inner?.kind === 'graph' && inner.value.nodes.map(({ op }) => op)).toEqual(['Add', 'Neg']);

    const own = { domain: 'own', name: 'f', overload: '', inputs: ['x'], outputs: ['y'], nodes: [y, b, a] };
    const withFunction = { ...modelWith(a), functions: [{ ...own, defaults: new Map(), opsets: new Map() }] };
    expect(sortNodes.run(withFunction).functions[0]?.nodes).toEqual([a, b, y]);
  });

  test('a deep chain backwards', () => {
    const chain = Array.from({ length: 20_000 }, (_, i) => node('Relu', [i === 0 ? 'x' : `v${i - 1}`], [`v${i}`]));
    expect(sortNodes.run(modelWith(...[...chain].reverse())).graph.nodes).toEqual(chain);
  });

  test('names the nodes of a circle', () => {
    const loop = modelWith(node('Relu', ['b'], ['a']), b, y);
    expect(() => sortNodes.run(loop)).toThrow(InvalidModelError);
    expect(() => sortNodes.run(loop)).toThrow("in a circle: 'Relu_a' ← 'Neg_b' ← 'Relu_a'. The file is damaged");
    expect(() => sortNodes.run(modelWith(node('Add', ['x', 'y'], ['y'])))).toThrow("'Add_y' ← 'Add_y'");
  });
});
