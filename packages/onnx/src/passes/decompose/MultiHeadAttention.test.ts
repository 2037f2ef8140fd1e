import { float, int, ints } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectNotDecomposed, expectSameDecomposed } from '../../../../../tests/support/decomposeCases.ts';
import { expectDecomposedGradient } from '../../../../../tests/support/decomposedGradient.ts';
import { at, type Forward, tabulate } from '../../../../autodiff/src/testing/tensor.ts';

const mask = (shape: readonly number[]) => ({
  shape,
  type: 'int32' as const,
  values: Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => (i % 3 === 1 ? 0 : 1)),
});

const options = {
  batch: fc.integer({ min: 1, max: 2 }),
  heads: fc.integer({ min: 1, max: 3 }),
  size: fc.integer({ min: 1, max: 4 }),
  bias: fc.boolean(),
  masked: fc.constantFrom(undefined, 2, 3),
  added: fc.boolean(),
  scale: fc.constantFrom(undefined, 0.3),
  causal: fc.boolean(),
};

describe('com.microsoft.Attention', () => {
  const op = 'com.microsoft.Attention';
  const cases = fc
    .record({
      ...options,
      length: fc.integer({ min: 2, max: 4 }),
      input: fc.integer({ min: 1, max: 5 }),
      unequal: fc.boolean(),
    })
    .map(({ batch, heads, size, bias, masked, added, scale, causal, length, input, unequal }) => {
      const sizes = unequal ? [heads * size, heads * size, heads * (size + 1)] : [1, 1, 1].map(() => heads * size);
      const width = sizes.reduce((a, b) => a + b);
      return {
        inputs: [
          { shape: [batch, length, input] },
          { shape: [input, width], constant: true },
          // Without a bias, which is optional, ONNX Runtime 1.30 ends the process.
          { shape: [width], constant: bias },
          masked ? mask(masked === 2 ? [batch, length] : [batch, length, length]) : undefined,
          undefined,
          added ? { shape: [batch, heads, length, length] } : undefined,
        ],
        attributes: {
          num_heads: int(heads),
          ...(unequal && { qkv_hidden_sizes: ints(sizes) }),
          ...(scale && { scale: float(scale) }),
          ...(causal && { unidirectional: int(1) }),
        },
      };
    });

  test('as ONNX Runtime has it', async () => {
    const property = fc.asyncProperty(cases, async (one) => {
      await expectSameDecomposed(op, one);
    });
    await expect(fc.assert(property, { seed: 1, numRuns: 40 })).resolves.toBeUndefined();
  });

  test('without a bias, by the definition', async () => {
    const oneHead: Forward = ([x, w]) => {
      const [batch = 1, length = 1, input = 1] = x!.shape;
      const size = w!.shape[1]! / 3;
      const part = (which: number, n: number, t: number, i: number) => {
        let sum = 0;
        for (let k = 0; k < input; k++) sum += at(x!, [n, t, k]) * at(w!, [k, which * size + i]);
        return sum;
      };
      const over = (count: number, term: (i: number) => number) =>
        Array.from({ length: count }, (_, i) => term(i)).reduce((a, b) => a + b, 0);
      return tabulate([batch, length, size], ([n = 0, s = 0, i = 0]) => {
        const weight = (t: number) =>
          Math.exp(over(size, (k) => part(0, n, s, k) * part(1, n, t, k)) / Math.sqrt(size));
        return over(length, (t) => weight(t) * part(2, n, t, i)) / over(length, weight);
      });
    };
    const inputs = [{ shape: [2, 3, 2] }, { shape: [2, 6], constant: true }];
    const one = fc.constant({ inputs, attributes: { num_heads: int(1) } });
    await expect(expectDecomposedGradient(op, one, oneHead, { runs: 3, secondOrder: 1 })).resolves.toBeUndefined();
  });

  test('lengths of texts and the past are left alone', async () => {
    const inputs = [{ shape: [2, 3, 8] }, { shape: [8, 24] }, { shape: [24] }];
    const attributes = { num_heads: int(2) };
    const lengths = { inputs: [...inputs, { shape: [2], type: 'int32' as const, values: [3, 2] }], attributes };
    await expectNotDecomposed(op, lengths, 'lengths of texts');
    const past = { inputs: [...inputs, undefined, { shape: [2, 2, 2, 1, 4] }], attributes };
    await expectNotDecomposed(op, past, 'text decoders', { outputs: ['y', 'present'] });
    expect.hasAssertions();
  });
});

describe('com.microsoft.MultiHeadAttention', () => {
  const op = 'com.microsoft.MultiHeadAttention';
  const cases = fc
    .record({
      ...options,
      queries: fc.integer({ min: 1, max: 4 }),
      keys: fc.integer({ min: 2, max: 4 }),
      headed: fc.boolean(),
    })
    .map(({ batch, heads, size, bias, masked, added, scale, causal, queries, keys, headed }) => {
      const own = causal ? keys : queries;
      const pair = { shape: headed ? [batch, heads, keys, size] : [batch, keys, heads * size] };
      return {
        inputs: [
          { shape: [batch, own, heads * size] },
          pair,
          pair,
          bias && !headed ? { shape: [3 * heads * size] } : undefined,
          masked ? mask(masked === 2 ? [batch, keys] : [batch, own, keys]) : undefined,
          added ? { shape: [batch, heads, own, keys] } : undefined,
        ],
        attributes: {
          num_heads: int(heads),
          ...(scale && { scale: float(scale) }),
          ...(causal && { unidirectional: int(1) }),
        },
      };
    });

  test('as ONNX Runtime has it', async () => {
    const property = fc.asyncProperty(cases, async (one) => {
      await expectSameDecomposed(op, one);
    });
    await expect(fc.assert(property, { seed: 1, numRuns: 50 })).resolves.toBeUndefined();
  });

  test('packed tensors and the past are left alone', async () => {
    const attributes = { num_heads: int(2) };
    await expectNotDecomposed(op, { inputs: [{ shape: [1, 3, 2, 3, 4] }], attributes }, 'GPUs only');
    const [x, past] = [{ shape: [1, 3, 8] }, { shape: [1, 2, 2, 4] }];
    const decoder = { inputs: [x, x, x, undefined, undefined, undefined, past, past], attributes };
    await expectNotDecomposed(op, decoder, 'text decoders', { outputs: ['y', 'key', 'value'] });
    expect.hasAssertions();
  });
});

test('GroupQueryAttention is left alone', async () => {
  const x = { shape: [1, 3, 16] };
  const past = { shape: [1, 2, 0, 8], values: [] };
  const lengths = { shape: [1], type: 'int32' as const, values: [2] };
  const total = { shape: [1], type: 'int32' as const, values: [3], constant: true };
  const attributes = { num_heads: int(2), kv_num_heads: int(2) };
  const outputs = ['y', 'key', 'value'];
  const one = { inputs: [x, x, x, past, past, lengths, total], attributes };
  await expectNotDecomposed('com.microsoft.GroupQueryAttention', one, 'text decoders', { outputs });
  expect.hasAssertions();
});
