import { describe, expect, test } from 'vitest';
import { modelOf, node, numbers, weights } from '../../../../tests/support/graphs.ts';
import { floats, run, staticModel } from '../../../../tests/support/runGraph.ts';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';
import { int, string } from '../attributes.ts';

const engine = createTestEngine();
const coordinates = { mode: string('linear'), coordinate_transformation_mode: string('asymmetric') };
const scaled = (name: string, x: string, y: string, scales: readonly number[], attributes = coordinates) => ({
  nodes: [node('Resize', [x, '', name], [y], attributes)],
  constants: [floats(name, [4], scales)],
});

describe.each(['linear', 'nearest'])('scales whose products are whole numbers after rounding, %s', (mode) => {
  test.each([
    // 24 · 20/24 and 12 · 20/12: less than 20 exactly, 20 in float32.
    [
      [1, 1, 24, 12],
      [1, 1, 20 / 24, 20 / 12],
      [1, 1, 20, 20],
    ],
    [
      [1, 2, 12, 12],
      [1, 1, 1.5, 22 / 12],
      [1, 2, 18, 22],
    ],
  ])('%j by %j', async (shape, scales, made) => {
    const { nodes, constants } = scaled('scales', 'x', 'y', scales, { ...coordinates, mode: string(mode) });
    const model = modelOf({ inputs: { x: shape }, nodes, outputs: ['y'], constants });
    const feeds = {
      x: numbers(
        shape.reduce((a, b) => a * b),
        1,
      ),
    };
    const fixed = await staticModel(model, engine);
    const [before, after] = [await run(model, engine, feeds), await run(fixed, engine, feeds)];
    // The kernel is right: inferred are 19 and 21.
    expect(before.y!.shape).toEqual(made);
    expect(fixed.values.get('y')!.shape).toEqual(made);
    expect(after.y).toEqual(before.y);
  });
});

test('layers behind that contradict the inferred sizes, two Resizes deep', async () => {
  const [first, second] = [
    scaled('s', 'x', 'a', [1, 1, 20 / 12, 20 / 12]),
    scaled('t', 'a', 'b', [1, 1, 1.1, 22 / 20]),
  ];
  const model = modelOf({
    inputs: { x: [1, 1, 12, 12] },
    nodes: [
      ...first.nodes,
      ...second.nodes,
      node('Flatten', ['b'], ['flat'], { axis: int(1) }),
      node('Gemm', ['flat', 'w'], ['y']),
    ],
    outputs: ['y'],
    constants: [...first.constants, ...second.constants, weights('w', [22 * 22, 3])],
  });
  const fixed = await staticModel(model, engine);
  expect(fixed.values.get('a')!.shape).toEqual([1, 1, 20, 20]);
  expect(fixed.values.get('y')!.shape).toEqual([1, 3]);
});

test('scales that the sizes do not say stay', async () => {
  const { nodes, constants } = scaled('scales', 'x', 'y', [1, 1, 1.7, 0.6]);
  const model = modelOf({ inputs: { x: [1, 1, 12, 12] }, nodes, outputs: ['y'], constants });
  const { graph, values } = await staticModel(model, engine);
  expect(graph.nodes[0]!.inputs).toEqual(['x', '', 'scales']);
  expect(values.get('y')!.shape).toEqual([1, 1, 20, 7]);
});
