import { int } from '@smoothgrad/onnx';
import { describe, expect, test } from 'vitest';
import { modelOf, node, numbers } from '../../../../tests/support/graphs.ts';
import { integers, run, staticModel } from '../../../../tests/support/runGraph.ts';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';
import type { Attribute, GraphNode } from '../ir.ts';

const engine = createTestEngine();
const scalar = (name: string, value: number) => ({ ...integers(name, [value]), dims: [] });
const constants = [...[0, 1, 2, 3].map((k) => scalar(`at${k}`, k)), scalar('last', -1), integers('sizes', [1, 4, 2])];

/** x [2, 7] → y; the runtime's own sequences against the specialised graph. */
async function expectSame(nodes: readonly GraphNode[], outputs: readonly string[] = ['y']) {
  const model = modelOf({ inputs: { x: [2, 7], z: [2, 1] }, nodes, outputs, constants });
  const fixed = await staticModel(model, engine);
  const feeds = { x: numbers(14, 3), z: [5, 6] };
  const [before, after] = [await run(model, engine, feeds), await run(fixed, engine, feeds)];
  for (const name of outputs) {
    expect(after[name]!.shape).toEqual(before[name]!.shape);
    expect(Array.from(after[name]!.data, Number)).toEqual(Array.from(before[name]!.data, Number));
    expect(fixed.values.get(name)!.shape).toEqual(before[name]!.shape);
  }
  return fixed.graph.nodes.map(({ op }) => op);
}

const split = (inputs: string[], attributes: Record<string, Attribute> = {}) =>
  node('SplitToSequence', inputs, ['parts'], { axis: int(1), ...attributes });
const at = (position: string, y: string) => node('SequenceAt', ['parts', position], [y]);

describe('SplitToSequence and SequenceAt', () => {
  test.each<[string, string[], Record<string, Attribute>, string[]]>([
    ['parts of one size, the last one smaller', ['x', 'at3'], {}, ['Split']],
    ['parts of given sizes', ['x', 'sizes'], {}, ['Split']],
    ['single slices', ['x'], {}, ['Split']],
    ['single slices without their axis', ['x'], { keepdims: int(0) }, ['Split', 'Squeeze', 'Squeeze']],
    ['along a negative axis', ['x', 'at2'], { axis: int(-1) }, ['Split']],
  ])('%s', async (_, inputs, attributes, expected) => {
    const nodes = [split(inputs, attributes), at('at1', 'a'), at('last', 'b')];
    const operators = await expectSame(nodes, ['a', 'b']);
    expect(operators.filter((op) => op !== 'Identity')).toEqual(expected);
  });
});

describe('sequences that are put together', () => {
  test('concatenated', async () => {
    const nodes = [
      split(['x', 'sizes']),
      node('SequenceInsert', ['parts', 'z'], ['more']),
      node('SequenceInsert', ['more', 'z', 'at1'], ['most']),
      node('SequenceErase', ['most', 'at2'], ['left']),
      node('Identity', ['left'], ['copy']),
      node('ConcatFromSequence', ['copy'], ['y'], { axis: int(1) }),
    ];
    expect(await expectSame(nodes)).toEqual(['Split', 'Concat']);
  });

  test.each([0, 1, 2, -1])('stacked along a new axis %i', async (axis) => {
    const nodes = [
      node('SequenceEmpty', [], ['none']),
      node('SequenceInsert', ['none', 'x'], ['one']),
      node('SequenceInsert', ['one', 'x', 'at0'], ['two']),
      node('ConcatFromSequence', ['two'], ['y'], { axis: int(axis), new_axis: int(1) }),
    ];
    expect(await expectSame(nodes)).toEqual(['Unsqueeze', 'Unsqueeze', 'Concat']);
  });

  test('and counted', async () => {
    const nodes = [
      node('SequenceConstruct', ['x', 'z'], ['parts']),
      node('SequenceLength', ['parts'], ['count']),
      node('Sub', ['count', 'at1'], ['position']),
      at('position', 'y'),
    ];
    expect(await expectSame(nodes)).toEqual(['Identity']);
  });
});

test('sizes beside keepdims = 0, where ONNX and its runtime disagree, are left to the runtime', async () => {
  const nodes = [split(['x', 'at1'], { keepdims: int(0) }), at('at1', 'y')];
  const model = modelOf({ inputs: { x: [2, 7] }, nodes, outputs: ['y'], constants });
  const { graph } = await staticModel(model, engine);
  expect(graph.nodes.map(({ op }) => op)).toEqual(['SplitToSequence', 'SequenceAt']);
});

test('positions that depend on the data are left to the runtime', async () => {
  const nodes = [
    split(['x', 'at2']),
    node('ArgMax', ['x'], ['best'], { axis: int(1), keepdims: int(0) }),
    node('ReduceMin', ['best'], ['position'], { keepdims: int(0) }),
    node('Sub', ['position', 'position'], ['zero']),
    at('zero', 'y'),
  ];
  const model = modelOf({ inputs: { x: [2, 7] }, nodes, outputs: ['y'], constants });
  const { graph } = await staticModel(model, engine);
  expect(graph.nodes.map(({ op }) => op)).toContain('SequenceAt');
});
