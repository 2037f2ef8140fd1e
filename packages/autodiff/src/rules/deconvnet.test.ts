import { float, ints, type Model, markGates, type StaticModel } from '@smoothgrad/onnx';
import { describe, expect, test } from 'vitest';
import { engine } from '../../../../tests/support/gradientProperty.ts';
import { graphGradient } from '../../../../tests/support/graphGradient.ts';
import { modelOf, node } from '../../../../tests/support/graphs.ts';
import { floats, staticModel } from '../../../../tests/support/runGraph.ts';
import { deconvnet } from './deconvnet.ts';
import { standard } from './standard.ts';

const x = [-2, 0, 0.5, 6, 7, -1];
const dy = [1, 2, 3, 4, 5, -6];
const bounds = [floats('zero', [], [0]), floats('six', [], [6]), floats('minus', [], [-1]), floats('a', [1], [0.25])];
const through = (op: string, inputs: readonly string[], attributes = {}): Model =>
  modelOf({ inputs: { x: [1, 6] }, nodes: [node(op, inputs, ['y'], attributes)], outputs: ['y'], constants: bounds });

test.each<[string, Model]>([
  ['Relu', through('Relu', ['x'])],
  ['Clip(0, 6)', through('Clip', ['x', 'zero', 'six'])],
  ['LeakyRelu', through('LeakyRelu', ['x'], { alpha: float(0.25) })],
  ['PRelu', through('PRelu', ['x', 'a'])],
])('%s passes max(dy, 0), wherever x is', async (_, model) => {
  expect(await graphGradient(model, x, dy, deconvnet)).toEqual([1, 2, 3, 4, 5, 0]);
});

test('Clip(−1, 6) has its derivative', async () => {
  expect(await graphGradient(through('Clip', ['x', 'minus', 'six']), x, dy, deconvnet)).toEqual([0, 2, 3, 4, 0, -6]);
});

test('the middle of a hard swish has its derivative', async () => {
  const three = floats('three', [], [3]);
  const nodes = [
    node('Add', ['x', 'three'], ['s']),
    node('Clip', ['s', 'zero', 'six'], ['c']),
    node('Mul', ['x', 'c'], ['y']),
  ];
  const model = modelOf({ inputs: { x: [1, 2] }, nodes, outputs: ['y'], constants: [...bounds, three] });
  const marked: StaticModel = markGates(await staticModel(model, engine));
  // 2x + 3 in between; beyond 3 the Clip is flat, and only its value 6 counts.
  expect(await graphGradient(marked, [1, 5], [-1, -1], deconvnet)).toEqual([-5, -6]);
});

test('no rectifier claims to stop at zero: MaxPool relies on it', () => {
  const changed = Object.keys(standard).filter((op) => deconvnet[op] !== standard[op]);
  expect(changed.sort()).toEqual(['Clip', 'LeakyRelu', 'PRelu', 'Relu']);
  expect(standard.Relu!.stopsAtZero).toBe(true);
  expect(changed.filter((op) => deconvnet[op]!.stopsAtZero)).toEqual([]);
});

/** Where the first maximum of each window is, row by row; windows add up. */
function firstMaxima(image: readonly number[], side: number, { kernel, stride, pad }: Pool): number[] {
  const counts = new Array(side * side).fill(0);
  const windows = Math.floor((side + 2 * pad - kernel) / stride) + 1;
  for (let row = 0; row < windows; row++)
    for (let column = 0; column < windows; column++) {
      let [best, at] = [Number.NEGATIVE_INFINITY, -1];
      for (let i = 0; i < kernel; i++)
        for (let j = 0; j < kernel; j++) {
          const [y, z] = [row * stride + i - pad, column * stride + j - pad];
          const value = image[y * side + z];
          if (y < 0 || z < 0 || y >= side || z >= side || value! <= best) continue;
          [best, at] = [value!, y * side + z];
        }
      counts[at]++;
    }
  return counts;
}

interface Pool {
  readonly kernel: number;
  readonly stride: number;
  readonly pad: number;
}

/** Each kind of window has a formulation of its own in MaxPool, and in its blocked layout (16 channels) another one. */
describe.each<[string, Pool]>([
  ['side by side', { kernel: 2, stride: 2, pad: 0 }],
  ['overlapping', { kernel: 3, stride: 2, pad: 0 }],
  ['overlapping and padded', { kernel: 3, stride: 2, pad: 1 }],
  ['large', { kernel: 4, stride: 2, pad: 1 }],
])('windows %s behind a Relu', (_, pool) => {
  const side = pool.pad === 0 && pool.kernel === 3 ? 9 : 8;
  const pixels = side * side;
  // The left half is flat: uniform background, on or off. The right half has zeros, ties and negative numbers.
  const image = (level: number) =>
    Array.from({ length: pixels }, (_, i) => (i % side < side / 2 ? level : ((i * i * 7 + i) % 5) - 3));

  test.each([
    ['off: all-zero windows', -1, 16],
    ['on: equal maxima', 2, 16],
    ['off, one channel', -1, 1],
    ['on, one channel', 2, 1],
  ])('a uniform half that is %s', async (__, level, channels) => {
    const list = ints([pool.kernel, pool.kernel]);
    const attributes = {
      kernel_shape: list,
      strides: ints([pool.stride, pool.stride]),
      pads: ints(new Array(4).fill(pool.pad)),
    };
    const shape = [1, channels, side, side];
    const nodes = [node('Relu', ['x'], ['r']), node('MaxPool', ['r'], ['y'], attributes)];
    const model = modelOf({ inputs: { x: shape }, nodes, outputs: ['y'] });
    const rectified = image(level).map((value) => Math.max(value, 0));
    const expected = firstMaxima(rectified, side, pool);
    const windows = expected.reduce((sum, count) => sum + count, 0);
    if (level < 0) expect(expected.filter((count, i) => count > 0 && rectified[i] === 0).length).toBeGreaterThan(3);
    const values = Array.from({ length: channels }, () => image(level)).flat();
    const found = await graphGradient(model, values, new Array(channels * windows).fill(1), deconvnet);
    // Nothing is masked behind: each window's cotangent arrives at its first maximum.
    expect(found).toEqual(Array.from({ length: channels }, () => expected).flat());
  });
});
