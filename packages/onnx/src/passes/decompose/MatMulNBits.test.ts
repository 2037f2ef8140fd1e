import { float32Tensor, int, type Tensor } from '@smoothgrad/onnx';
import { afterAll, describe, expect, test } from 'vitest';
import { relativeDistance } from '../../../../../tests/support/compare.ts';
import { node, numbers } from '../../../../../tests/support/graphs.ts';
import { engine, quantisedModel, whole, wholes } from '../../../../../tests/support/quantisedCases.ts';
import { run, staticModel } from '../../../../../tests/support/runGraph.ts';
import { refusalOf } from './decomposition.ts';

afterAll(() => engine.close());

interface Packed {
  readonly bits: number;
  readonly n: number;
  readonly k: number;
  readonly block: number;
  readonly zeros: 'none' | 'packed' | 'float32';
  readonly bias?: boolean;
}

const ms = 'com.microsoft';

function modelOf({ bits, n, k, block, zeros, bias = false }: Packed) {
  const blocks = Math.ceil(k / block);
  const bytes = (seed: number, ...dims: number[]) =>
    wholes(
      dims.reduce((a, b) => a * b, 1),
      0,
      255,
      seed,
    );
  const zeroBytes = n * Math.ceil((blocks * bits) / 8);
  const zeroPoint: Tensor =
    zeros === 'packed'
      ? whole('z', 'uint8', [zeroBytes], bytes(3, zeroBytes))
      : float32Tensor('z', [n * blocks], numbers(n * blocks, 3, 4));
  const inputs = ['x', 'w', 's', zeros === 'none' ? '' : 'z', '', ...(bias ? ['b'] : [])];
  const attributes = { K: int(k), N: int(n), bits: int(bits), block_size: int(block) };
  return quantisedModel({
    shape: [2, 3, k],
    step: 1,
    nodes: [node('MatMulNBits', bias || zeros !== 'none' ? inputs : inputs.slice(0, 3), ['y'], attributes, ms)],
    constants: [
      whole('w', 'uint8', [n, blocks, (block * bits) / 8], bytes(1, n, blocks, (block * bits) / 8)),
      float32Tensor('s', [n * blocks], numbers(n * blocks, 2, 0.1)),
      zeroPoint,
      float32Tensor('b', [n], numbers(n, 4)),
    ],
  });
}

describe('MatMulNBits', () => {
  test.each<Packed>([
    { bits: 4, n: 5, k: 64, block: 16, zeros: 'none' },
    { bits: 4, n: 5, k: 64, block: 16, zeros: 'packed', bias: true },
    { bits: 4, n: 5, k: 96, block: 32, zeros: 'packed' },
    { bits: 4, n: 3, k: 40, block: 16, zeros: 'float32' },
    { bits: 8, n: 5, k: 64, block: 32, zeros: 'none' },
    { bits: 8, n: 5, k: 96, block: 32, zeros: 'packed' },
  ])('%o', async (packed) => {
    const model = modelOf(packed);
    const x = numbers(6 * packed.k, 9);
    const decomposed = await staticModel(model, engine);
    expect(decomposed.graph.nodes.map(({ op }) => op)).not.toContain('MatMulNBits');
    const [before, after] = [
      await run(model, engine, { x }, { optimisation: 'basic' }),
      await run(decomposed, engine, { x }),
    ];
    expect(relativeDistance(after.y!.data as Float32Array, before.y!.data as Float32Array)).toBeLessThanOrEqual(1e-5);
  });

  test('says so where the weights have an order of their own', async () => {
    const model = modelOf({ bits: 4, n: 5, k: 64, block: 16, zeros: 'none' });
    const [only] = model.graph.nodes;
    const order = whole(
      'g',
      'int32',
      [64],
      new Array(64).fill(0).map((_, i) => Math.floor(i / 16)),
    );
    const graph = {
      ...model.graph,
      nodes: [{ ...only!, inputs: ['x', 'w', 's', '', 'g'] }],
      initializers: new Map([...model.graph.initializers, ['g', order]]),
    };
    const { graph: left } = await staticModel({ ...model, graph }, engine);
    expect(refusalOf(left.nodes[0]!)).toMatch('g_idx');
  });
});
