import { afterAll, describe, expect, it } from 'vitest';
import { modelOf, node, weights } from '../../../../tests/support/graphs.ts';
import { integers } from '../../../../tests/support/runGraph.ts';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';
import { float32Tensor, int, ints, type Model, normalise, specialise, type Tensor } from '../index.ts';
import { guardSlices } from './guardSlices.ts';

const engine = createTestEngine();
afterAll(() => engine.close());

/** A layer over an image of 8 by 8, and the first element of each channel of what it makes. */
const sliced = (op: string, inputs: readonly string[], attributes = {}, constants: readonly Tensor[] = []): Model =>
  modelOf({
    inputs: { image: [1, 3, 8, 8] },
    nodes: [node(op, ['image', ...inputs], ['x'], attributes), node('Slice', ['x', 'zeros', 'ones', 'axes'], ['y'])],
    outputs: ['y'],
    constants: [...constants, integers('zeros', [0, 0]), integers('ones', [1, 1]), integers('axes', [2, 3])],
  });

const shapes = (model: Model) => specialise(normalise(model), engine, { inputShapes: { image: [1, 3, 8, 8] } });
const window = (length: number) =>
  sliced('Conv', ['w'], { kernel_shape: ints([length, length]) }, [weights('w', [2, 3, length, length])]);

describe('a Slice behind a window', () => {
  it('that fits has its shape, and nothing of the guard is left', async () => {
    const { values, graph } = await shapes(window(8));
    expect(values.get('y')!.shape).toEqual([1, 2, 1, 1]);
    expect(graph.nodes.map(({ op }) => op)).toEqual(['Conv', 'Slice']);
  });

  it('may take nothing of nothing', async () => {
    const { values } = await shapes(window(9));
    expect(values.get('y')!.shape).toEqual([1, 2, 0, 0]);
  });

  // The runtime would abort the whole process.
  it.each([10, 11, 19])('of length %i, which is larger than the image, is refused in words', async (length) => {
    await expect(shapes(window(length))).rejects.toThrow("'x' would have a negative length");
  });

  it.each<[string, Model]>([
    ['a border of less than nothing', sliced('Pad', ['pads'], {}, [integers('pads', [0, 0, -9, 0, 0, 0, 0, 0])])],
    ['a scale that is no number', sliced('Resize', ['', 's'], {}, [float32Tensor('s', [4], [1, 1, Number.NaN, 1])])],
    ['negative repeats', sliced('Tile', ['repeats'], {}, [integers('repeats', [1, 1, -1, 1])])],
  ])('%s', async (_, model) => {
    await expect(shapes(model)).rejects.toThrow("'x' would have a negative length");
  });
});

it('the numbers of a shape are not guarded: the runtime infers lengths from them', async () => {
  const model = modelOf({
    inputs: { image: [1, 3, 8, 8] },
    nodes: [
      node('Shape', ['image'], ['shape']),
      node('Slice', ['shape', 'zero', 'two', 'zero'], ['front']),
      node('Concat', ['front', 'size'], ['sizes'], { axis: int(0) }),
      node('Resize', ['image', '', '', 'sizes'], ['x']),
      node('Slice', ['x', 'zero', 'two', 'two'], ['y']),
    ],
    outputs: ['y'],
    constants: [integers('zero', [0]), integers('two', [2]), integers('size', [5, 11])],
  });
  const { values } = await shapes(model);
  expect(values.get('x')!.shape).toEqual([1, 3, 5, 11]);
  expect(values.get('y')!.shape).toEqual([1, 3, 2, 11]);
});

it('bodies are guarded, and other nodes left alone', () => {
  const body = { ...window(3).graph, inputs: [] };
  const graph = modelOf({
    inputs: { image: [1, 3, 8, 8] },
    nodes: [node('If', ['c'], ['z'], { then_branch: { kind: 'graph', value: body } })],
    outputs: ['z'],
  }).graph;
  const attribute = guardSlices(graph, 'exact').nodes[0]!.attributes.get('then_branch');
  const ops = attribute?.kind === 'graph' ? attribute.value.nodes.map(({ op }) => op) : [];
  expect(ops).toEqual(['Conv', 'Shape', 'Concat', 'Reshape', 'Squeeze', 'Slice']);
});
