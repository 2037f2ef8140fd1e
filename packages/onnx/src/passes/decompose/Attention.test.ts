import { float, floatAttribute, int, intAttribute } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectNotDecomposed, expectSameDecomposed } from '../../../../../tests/support/decomposeCases.ts';
import { expectDecomposedGradient } from '../../../../../tests/support/decomposedGradient.ts';
import {
  broadcastAt,
  type Forward,
  mapTensor,
  type ReferenceTensor,
  tabulate,
} from '../../../../autodiff/src/testing/tensor.ts';

/** The element (head, position, i) of one image, whether heads are an axis or lie side by side. */
function element(x: ReferenceTensor, heads: number, [n, h, s, i]: readonly [number, number, number, number]): number {
  const [, , length = 1, size = 1] = x.shape.length === 4 ? x.shape : [0, 0, x.shape[1]!, x.shape[2]! / heads];
  const flat =
    x.shape.length === 4 ? ((n * heads + h) * length + s) * size + i : ((n * length + s) * heads + h) * size + i;
  return x.data[flat]!;
}

const reference: Forward = ([q, k, v, mask], node) => {
  const isFlat = q!.shape.length === 3;
  const heads = isFlat ? intAttribute(node, 'q_num_heads', 0) : q!.shape[1]!;
  const keyHeads = isFlat ? intAttribute(node, 'kv_num_heads', 0) : k!.shape[1]!;
  const [queries, keys] = [q!.shape.at(-2)!, k!.shape.at(-2)!];
  const size = isFlat ? q!.shape[2]! / heads : q!.shape[3]!;
  const cap = floatAttribute(node, 'softcap', 0);
  const weights = (n: number, h: number, s: number) => {
    const scores = Array.from({ length: keys }, (_, t) => {
      let sum = 0;
      for (let i = 0; i < size; i++) {
        sum += element(q!, heads, [n, h, s, i]) * element(k!, keyHeads, [n, Math.floor((h * keyHeads) / heads), t, i]);
      }
      const scaled = sum * floatAttribute(node, 'scale', 1 / Math.sqrt(size));
      const hidden = intAttribute(node, 'is_causal', 0) === 1 && t > s ? Number.NEGATIVE_INFINITY : 0;
      return (cap ? cap * Math.tanh(scaled / cap) : scaled) + (mask ? broadcastAt(mask, [n, h, s, t]) : 0) + hidden;
    });
    // Nothing is visible.
    if (Math.max(...scores) < -1e29) return scores.map(() => 0);
    const exponentials = scores.map((score) => Math.exp(score - Math.max(...scores)));
    return exponentials.map((e) => e / exponentials.reduce((sum, other) => sum + other, 0));
  };
  const valueSize = isFlat ? v!.shape[2]! / keyHeads : v!.shape[3]!;
  const shape = isFlat ? [q!.shape[0]!, queries, heads * valueSize] : [q!.shape[0]!, heads, queries, valueSize];
  return tabulate(shape, ([n = 0, a = 0, b = 0, c = 0]) => {
    const [h, s, i] = isFlat ? [Math.floor(b / valueSize), a, b % valueSize] : [a, b, c];
    const shared = Math.floor((h * keyHeads) / heads);
    return weights(n, h, s).reduce((sum, weight, t) => sum + weight * element(v!, keyHeads, [n, shared, t, i]), 0);
  });
};

const cases = fc
  .record({
    isFlat: fc.boolean(),
    batch: fc.integer({ min: 1, max: 2 }),
    keyHeads: fc.integer({ min: 1, max: 2 }),
    shared: fc.integer({ min: 1, max: 2 }),
    queries: fc.integer({ min: 1, max: 4 }),
    more: fc.nat(2),
    size: fc.integer({ min: 1, max: 3 }),
    valueSize: fc.integer({ min: 1, max: 3 }),
    mask: fc.constantFrom(undefined, 'row', 'full'),
    scale: fc.constantFrom(undefined, 0.5),
    softcap: fc.constantFrom(undefined, 2),
    causal: fc.boolean(),
    opset: fc.constantFrom(23, 24),
  })
  .map(({ isFlat, batch, keyHeads, shared, queries, more, size, valueSize, mask, scale, softcap, causal, opset }) => {
    const keys = queries + more;
    const heads = keyHeads * shared;
    const shape = (count: number, length: number, width: number) =>
      isFlat ? [batch, length, count * width] : [batch, count, length, width];
    const maskShape = mask === 'row' ? [queries, keys] : [batch, heads, queries, keys];
    return {
      opset,
      inputs: [
        { shape: shape(heads, queries, size) },
        { shape: shape(keyHeads, keys, size) },
        { shape: shape(keyHeads, keys, valueSize) },
        mask ? { shape: maskShape } : undefined,
      ],
      attributes: {
        ...(isFlat && { q_num_heads: int(heads), kv_num_heads: int(keyHeads) }),
        ...(scale && { scale: float(scale) }),
        ...(softcap && { softcap: float(softcap) }),
        ...(causal && { is_causal: int(1) }),
      },
    };
  });

test('the gradient of Attention agrees with central differences: every form, by queries, keys, values and mask', async () => {
  await expect(
    expectDecomposedGradient('Attention', cases, reference, { runs: 40, forwardTolerance: 2e-5 }),
  ).resolves.toBeUndefined();
});

const [query, key] = [{ shape: [2, 2, 3, 4] }, { shape: [2, 2, 5, 4] }];

test('the gradient with a boolean mask, also of a query that may see nothing', async () => {
  const hiding: Forward = ([q, k, v, mask], node) =>
    reference([q, k, v, mapTensor(mask!, (visible) => (visible ? 0 : -1e30))], node);
  const mask = { shape: [3, 5], type: 'bool' as const, values: [1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1] };
  const [small, others] = [{ shape: [1, 1, 3, 2] }, { shape: [1, 1, 5, 2] }];
  const one = fc.constantFrom(0, 1).map((is_causal) => ({
    inputs: [small, others, others, mask],
    opset: 23,
    attributes: { is_causal: int(is_causal) },
  }));
  await expect(
    expectDecomposedGradient('Attention', one, hiding, { runs: 4, secondOrder: 1 }),
  ).resolves.toBeUndefined();
});

describe('as ONNX Runtime has it', () => {
  test('every form', async () => {
    const property = fc.asyncProperty(cases, async (one) => {
      await expectSameDecomposed('Attention', one);
    });
    await expect(fc.assert(property, { seed: 1, numRuns: 40 })).resolves.toBeUndefined();
  });

  test('boolean masks, causal or not; a query that may see nothing gives 0', async () => {
    const mask = { shape: [3, 5], type: 'bool' as const, values: [1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1] };
    const inputs = [query, key, key, mask];
    for (const is_causal of [int(0), int(1)]) {
      const { y } = await expectSameDecomposed('Attention', { inputs, opset: 23, attributes: { is_causal } });
      expect(Array.from(y.data, Number).slice(4, 8)).toEqual([0, 0, 0, 0]);
    }
  });

  test('keys and values of the past, causal from their end', async () => {
    const past = { shape: [2, 2, 2, 4] };
    const inputs = [query, { shape: [2, 2, 3, 4] }, { shape: [2, 2, 3, 4] }, undefined, past, past];
    for (const outputs of [
      ['y', 'key', 'value'],
      ['attended', 'y', 'value'],
      ['attended', 'key', 'y'],
    ]) {
      const attributes = { is_causal: int(1) };
      await expectSameDecomposed('Attention', { inputs, opset: 23, attributes }, { outputs });
    }
    expect.hasAssertions();
  });

  test('a softcap does not weaken the mask', async () => {
    const inputs = [query, key, key];
    const attributes = { is_causal: int(1), softcap: float(0.1) };
    await expectSameDecomposed('Attention', { inputs, opset: 24, attributes });
    expect.hasAssertions();
  });

  test('float64', async () => {
    const type = 'float64' as const;
    const inputs = [query, key, key].map((input) => ({ ...input, type }));
    await expectSameDecomposed('Attention', { inputs, opset: 23 });
    expect.hasAssertions();
  });
});

test('what only text decoders need is left alone', async () => {
  const inputs = [query, key, key];
  const lengths = { shape: [2], type: 'int64' as const, values: [5, 4] };
  const padded = { inputs: [...inputs, undefined, undefined, undefined, lengths], opset: 24 };
  await expectNotDecomposed('Attention', padded, /nonpad_kv_seqlen/);
  const scores = { outputs: ['y', '', '', 'scores'] };
  await expectNotDecomposed('Attention', { inputs, opset: 23 }, /qk_matmul_output/, scores);
  expect.hasAssertions();
});
