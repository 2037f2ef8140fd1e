import { type Attribute, int, ints, string } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectSameDecomposed } from '../../../../../tests/support/decomposeCases.ts';

const OP = 'com.microsoft.FusedConv';
const floats = (...value: readonly number[]): Attribute => ({ kind: 'floats', value: value.map(Math.fround) });

const activations: readonly (readonly [string, readonly number[]])[] = [
  ['Relu', []],
  ['LeakyRelu', [0.3]],
  ['Clip', [-0.5, 0.75]],
  ['Sigmoid', []],
  ['Tanh', []],
  ['HardSigmoid', [0.3, 0.4]],
  ['HardSwish', []],
];

const cases = fc
  .record({
    batch: fc.integer({ min: 1, max: 2 }),
    channels: fc.integer({ min: 1, max: 3 }),
    filters: fc.integer({ min: 1, max: 3 }),
    group: fc.boolean(),
    stride: fc.integer({ min: 1, max: 2 }),
    pads: fc.array(fc.nat(1), { minLength: 4, maxLength: 4 }),
    bias: fc.boolean(),
    added: fc.boolean(),
    constant: fc.boolean(),
    activation: fc.constantFrom(...activations, undefined),
  })
  .map(({ batch, channels, filters, group, stride, pads, bias, added, constant, activation }) => {
    const groups = group ? channels : 1;
    const out = filters * groups;
    const size = (length: number, before: number, after: number) =>
      Math.floor((length + before + after - 3) / stride) + 1;
    const spatial = [size(6, pads[0]!, pads[2]!), size(5, pads[1]!, pads[3]!)];
    return {
      inputs: [
        { shape: [batch, channels, 6, 5] },
        { shape: [out, channels / groups, 3, 3], constant },
        bias ? { shape: [out], constant } : undefined,
        added ? { shape: [batch, out, ...spatial] } : undefined,
      ],
      attributes: {
        group: int(groups),
        strides: ints([stride, stride]),
        pads: ints(pads),
        ...(activation && { activation: string(activation[0]) }),
        ...(activation && activation[1].length > 0 && { activation_params: floats(...activation[1]) }),
      },
    };
  });

describe('FusedConv', () => {
  test('is Conv, the fourth input added, then the activation', async () => {
    const property = fc.asyncProperty(cases, fc.nat(999), async (fused, seed) => {
      const { operators } = await expectSameDecomposed(OP, { ...fused, seed });
      expect(operators[0]).toBe('Conv');
    });
    await fc.assert(property, { seed: 1, numRuns: 60 });
  });

  test.each(activations)('with %s of %j', async (name, params) => {
    const inputs = [{ shape: [1, 2, 4, 4] }, { shape: [3, 2, 3, 3] }, { shape: [3] }, { shape: [1, 3, 2, 2] }];
    const attributes = { activation: string(name), ...(params.length > 0 && { activation_params: floats(...params) }) };
    const { operators } = await expectSameDecomposed(OP, { inputs, attributes });
    expect(operators).toEqual(['Conv', 'Add', name, 'Identity']);
  });

  test('in one dimension, padded automatically', async () => {
    const inputs = [{ shape: [1, 1, 8] }, { shape: [2, 1, 3] }];
    await expectSameDecomposed(OP, {
      inputs,
      attributes: { auto_pad: string('SAME_UPPER'), activation: string('Relu') },
    });
  });
});
