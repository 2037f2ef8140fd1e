import { int } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectNotDecomposed, expectSameDecomposed } from '../../../../../tests/support/decomposeCases.ts';

const cases = fc
  .record({
    isFlat: fc.boolean(),
    isInterleaved: fc.boolean(),
    hasPositions: fc.boolean(),
    batch: fc.integer({ min: 1, max: 2 }),
    heads: fc.integer({ min: 1, max: 3 }),
    length: fc.integer({ min: 1, max: 4 }),
    half: fc.integer({ min: 1, max: 4 }),
    rest: fc.constantFrom(0, 1, 2, 6),
  })
  .map(({ isFlat, isInterleaved, hasPositions, batch, heads, length, half, rest }) => {
    const width = 2 * half + rest;
    const table = { shape: hasPositions ? [7, half] : [batch, length, half] };
    const positions = {
      shape: [batch, length],
      type: 'int64' as const,
      values: Array.from({ length: batch * length }, (_, i) => (3 * i + 1) % 7),
    };
    return {
      opset: 23,
      inputs: [
        { shape: isFlat ? [batch, length, heads * width] : [batch, heads, length, width] },
        table,
        table,
        hasPositions ? positions : undefined,
      ],
      attributes: {
        interleaved: int(isInterleaved ? 1 : 0),
        ...((isFlat || rest > 0) && { num_heads: int(heads) }),
        ...(rest > 0 && { rotary_embedding_dim: int(2 * half) }),
      },
    };
  });

test('RotaryEmbedding as ONNX Runtime has it: both pairings, parts of heads, with and without positions', async () => {
  const property = fc.asyncProperty(cases, async (one) => {
    await expectSameDecomposed('RotaryEmbedding', one);
  });
  await expect(fc.assert(property, { seed: 1, numRuns: 40 })).resolves.toBeUndefined();
});

test('a quarter turn by hand', async () => {
  const table = (value: number) => ({ shape: [1, 1, 2], values: [value, value] });
  const inputs = [{ shape: [1, 1, 1, 4], values: [1, 2, 3, 4] }, table(0), table(1)];
  const turned = async (interleaved: number) => {
    const one = { inputs, opset: 23, attributes: { interleaved: int(interleaved) } };
    return Array.from((await expectSameDecomposed('RotaryEmbedding', one)).y.data, Number);
  };
  expect(await turned(0)).toEqual([-3, -4, 1, 2]);
  expect(await turned(1)).toEqual([-2, 1, -4, 3]);
});

const microsoft = cases.chain((one) =>
  fc.constantFrom('each', 'first').map((kind) => {
    const [x] = one.inputs;
    const isFlat = x!.shape.length === 3;
    const [batch, length] = [x!.shape[0]!, isFlat ? x!.shape[1]! : x!.shape[2]!];
    const table = { shape: [7, one.inputs[1]!.shape.at(-1)!] };
    const type = 'int64' as const;
    const each = {
      shape: [batch, length],
      type,
      values: Array.from({ length: batch * length }, (_, i) => (3 * i + 1) % 7),
    };
    const positions = kind === 'first' ? { shape: [1], type, values: [2] } : each;
    return { inputs: [x, positions, table, table], attributes: one.attributes };
  }),
);

test('com.microsoft.RotaryEmbedding: positions of all tokens, or of the first', async () => {
  const property = fc.asyncProperty(microsoft, async (one) => {
    await expectSameDecomposed('com.microsoft.RotaryEmbedding', one);
  });
  await expect(fc.assert(property, { seed: 1, numRuns: 40 })).resolves.toBeUndefined();
});

test('a packed batch is left alone', async () => {
  const positions = { shape: [1, 2], type: 'int64' as const, values: [0, 1] };
  const table = { shape: [7, 2] };
  const one = {
    inputs: [{ shape: [1, 2, 2, 4] }, positions, table, table],
    attributes: { is_packed_batching: int(1) },
  };
  await expectNotDecomposed('com.microsoft.RotaryEmbedding', one, /packed/);
  expect.hasAssertions();
});
