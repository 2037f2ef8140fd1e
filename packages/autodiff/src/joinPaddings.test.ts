import { differentiate, standard } from '@smoothgrad/autodiff';
import { int, type Model, withoutDeadCode } from '@smoothgrad/onnx';
import { expect, test } from 'vitest';
import { graphGradient } from '../../../tests/support/graphGradient.ts';
import { modelOf, node } from '../../../tests/support/graphs.ts';
import { floats, integers, staticModel } from '../../../tests/support/runGraph.ts';
import { createTestEngine } from '../../../tests/support/testEngine.ts';

const engine = createTestEngine();

/** y = Σ k·xᵏ over slices xᵏ = x[from:to], each of length 2, for k = 1, 2, …; and c·x where there is a factor. */
const slices = (bounds: readonly (readonly [from: number, to: number])[], factor = 0): Model => {
  const nodes = bounds.flatMap((_, k) => [
    node('Slice', ['x', `from${k}`, `to${k}`], [`s${k}`]),
    node('Mul', [`s${k}`, `k${k}`], [`m${k}`]),
  ]);
  const whole = [
    node('Mul', ['x', 'factor'], ['w']),
    node('Split', ['w'], ['w0', 'w1', 'w2', 'w3'], { num_outputs: int(4) }),
  ];
  return modelOf({
    inputs: { x: [8] },
    nodes: [
      ...nodes,
      ...(factor === 0 ? [] : whole),
      node('Sum', [...bounds.map((_, k) => `m${k}`), ...(factor === 0 ? [] : ['w0', 'w1', 'w2', 'w3'])], ['y']),
    ],
    outputs: ['y'],
    constants: [
      floats('factor', [], [factor]),
      ...bounds.flatMap(([from, to], k) => [
        integers(`from${k}`, [from]),
        integers(`to${k}`, [to]),
        floats(`k${k}`, [], [k + 1]),
      ]),
    ],
  });
};

async function backwardOperators(model: Model): Promise<string[]> {
  const { model: joined, gradients } = differentiate(await staticModel(model, engine), {
    of: 'y',
    wrt: ['x'],
    rules: standard,
    cotangent: 'dy',
  });
  const graph = withoutDeadCode({ ...joined.graph, outputs: [{ name: gradients.get('x')! }] });
  return graph.nodes.flatMap(({ op }) => (['Mul', 'Split'].includes(op) ? [] : [op]));
}

test.each([
  [
    'side by side',
    slices([
      [2, 4],
      [0, 2],
      [6, 8],
      [4, 6],
    ]),
    [20, 200, 10, 100, 40, 400, 30, 300],
    ['Concat'],
  ],
  [
    'with gaps',
    slices([
      [5, 7],
      [1, 3],
    ]),
    [0, 20, 200, 0, 0, 10, 100, 0],
    ['Expand', 'Concat', 'Pad'],
  ],
  [
    'that overlap',
    slices([
      [1, 3],
      [2, 4],
    ]),
    [0, 10, 120, 200, 0, 0, 0, 0],
    ['Pad', 'Pad', 'Add'],
  ],
  [
    'of which some overlap',
    slices([
      [0, 2],
      [1, 3],
      [2, 4],
    ]),
    [10, 120, 230, 300, 0, 0, 0, 0],
    ['Pad', 'Concat', 'Pad', 'Add'],
  ],
  [
    'beside a reader of the whole',
    slices(
      [
        [4, 6],
        [6, 8],
      ],
      7,
    ),
    [70, 700, 70, 700, 80, 800, 90, 900],
    ['Concat', 'Concat', 'Pad', 'Add'],
  ],
])('cotangents of slices %s', async (_, model, expected, operators) => {
  expect(await graphGradient(model, new Float32Array(8), [10, 100])).toEqual(expected);
  expect((await backwardOperators(model)).sort()).toEqual([...operators].sort());
});

test('parts along different axes are not joined', async () => {
  const model = modelOf({
    inputs: { x: [2, 2] },
    nodes: [
      node('Gather', ['x', 'first'], ['row'], { axis: int(0) }),
      node('Gather', ['x', 'first'], ['column'], { axis: int(1) }),
      node('Mul', ['column', 'factor'], ['c']),
      node('Add', ['row', 'c'], ['y']),
    ],
    outputs: ['y'],
    constants: [{ ...integers('first', [0]), dims: [] }, floats('factor', [], [5])],
  });
  expect(await graphGradient(model, new Float32Array(4), [10, 100])).toEqual([60, 100, 500, 0]);
});
