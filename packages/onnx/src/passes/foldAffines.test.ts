import { describe, expect, it } from 'vitest';
import { modelOf, node, numbers, weights } from '../../../../tests/support/graphs.ts';
import { floats, run, staticModel } from '../../../../tests/support/runGraph.ts';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';
import { int, ints } from '../attributes.ts';
import { foldAffines } from './foldAffines.ts';

const engine = createTestEngine();

const statistics = (name: string, channels: number, seed: number) => [
  weights(`${name}s`, [channels], seed),
  weights(`${name}b`, [channels], seed + 1),
  weights(`${name}m`, [channels], seed + 2),
  floats(
    `${name}v`,
    [channels],
    numbers(channels, seed + 3).map((value) => 1.5 + value),
  ),
];
const normalised = (x: string, y: string, name: string) =>
  node('BatchNormalization', [x, ...['s', 'b', 'm', 'v'].map((each) => name + each)], [y]);

/** Operators left, and the result beside that of the model as it was. */
async function fold(source: ReturnType<typeof modelOf>) {
  const model = await staticModel(source, engine);
  const folded = foldAffines(model);
  const x = numbers(2 * 5 * 5, 7);
  const [before, after] = await Promise.all([model, folded].map((each) => run(each, engine, { x })));
  const [expected, found] = [before!, after!].map(({ y }) => Array.from(y!.data, Number));
  const scale = Math.max(...expected!.map(Math.abs));
  found!.forEach((value, i) => {
    expect(Math.abs(value - expected![i]!)).toBeLessThanOrEqual(2e-6 * scale);
  });
  const variable = folded.graph.nodes.filter(({ name }) => !/^(fold|affine|smoothgrad)\//.test(name));
  return variable.map(({ op }) => op);
}

const image = { x: [1, 2, 5, 5] };
const conv = (bias: boolean) =>
  node('Conv', ['x', 'w', ...(bias ? ['wb'] : [])], ['c'], { strides: ints([2, 2]), pads: ints([1, 1, 1, 1]) });
const constants = [weights('w', [4, 2, 3, 3], 20), weights('wb', [4], 21), ...statistics('n', 4, 1)];

describe('BatchNormalization', () => {
  it.each([true, false])('goes into the convolution before it (bias: %s)', async (bias) => {
    expect(
      await fold(modelOf({ inputs: image, nodes: [conv(bias), normalised('c', 'y', 'n')], outputs: ['y'], constants })),
    ).toEqual(['Conv']);
  });

  it('goes into it with another one behind', async () => {
    const nodes = [conv(true), normalised('c', 'd', 'n'), normalised('d', 'y', 'n')];
    expect(await fold(modelOf({ inputs: image, nodes, outputs: ['y'], constants }))).toEqual(['Conv']);
  });

  it.each([0, 1])('of vectors goes into Gemm (transB %d)', async (transB) => {
    const nodes = [
      node('Flatten', ['x'], ['f']),
      node('Gemm', ['f', 'w', 'b'], ['g'], { transB: int(transB), beta: { kind: 'float', value: 0.5 } }),
      normalised('g', 'y', 'n'),
    ];
    const parts = [weights('w', transB === 1 ? [4, 50] : [50, 4], 30), weights('b', [4], 31), ...statistics('n', 4, 1)];
    expect(await fold(modelOf({ inputs: image, nodes, outputs: ['y'], constants: parts }))).toEqual([
      'Flatten',
      'Gemm',
    ]);
  });

  it('stays where something else reads what is in between', async () => {
    const nodes = [conv(true), normalised('c', 'd', 'n'), node('Add', ['c', 'd'], ['y'])];
    expect(await fold(modelOf({ inputs: image, nodes, outputs: ['y'], constants }))).toEqual(['Conv', 'Conv', 'Add']);
  });

  it('stays where no layer is before it', async () => {
    const nodes = [conv(true), node('Relu', ['c'], ['d']), normalised('d', 'y', 'n')];
    expect(await fold(modelOf({ inputs: image, nodes, outputs: ['y'], constants }))).toEqual(['Conv', 'Relu', 'Conv']);
  });
});

it.each([
  ['in steps', { strides: ints([2, 2]) }],
  ['padded', { pads: ints([1, 1, 1, 1]) }],
])('a depthwise convolution %s is no affine map', async (_, attributes) => {
  const nodes = [conv(true), node('Conv', ['c', 'a'], ['y'], { group: int(4), ...attributes })];
  const parts = [...constants, weights('a', [4, 1, 1, 1], 40)];
  expect(await fold(modelOf({ inputs: image, nodes, outputs: ['y'], constants: parts }))).toEqual(['Conv', 'Conv']);
});
