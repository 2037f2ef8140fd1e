import type { GradientCase } from '@smoothgrad/autodiff/testing';
import { int, ints, string } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkTangents } from '../../../../tests/support/checkTangent.ts';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { ConvTranspose } from './ConvTranspose.ts';

interface Limits {
  readonly rank: number;
  readonly kernel?: number;
  readonly dilation?: number;
}

const channels = fc.record({
  batch: fc.integer({ min: 1, max: 2 }),
  groups: fc.integer({ min: 1, max: 3 }),
  inputs: fc.integer({ min: 1, max: 2 }),
  outputs: fc.integer({ min: 1, max: 2 }),
  bias: fc.boolean(),
  active: fc.boolean(),
});

const anAxis = ({ kernel = 4, dilation = 2 }: Limits) =>
  fc
    .record({
      input: fc.integer({ min: 1, max: 4 }),
      kernel: fc.integer({ min: 1, max: kernel }),
      stride: fc.integer({ min: 1, max: 3 }),
      dilation: fc.integer({ min: 1, max: dilation }),
      extra: fc.nat(2),
      before: fc.nat(2),
      after: fc.nat(2),
      wanted: fc.integer({ min: -2, max: 2 }),
    })
    .map((a) => {
      // ONNX Runtime takes sizes only from which the Conv back to x has as many outputs as x.
      const extra = Math.min(a.extra, a.stride - 1);
      const reach = (a.input - 1) * a.stride + a.dilation * (a.kernel - 1) + 1;
      const wanted = Math.min(Math.max(1, reach + a.wanted), reach + a.stride - 1);
      return { ...a, extra, isCut: a.before + a.after < reach + extra, wanted };
    });

type Axis = ReturnType<typeof anAxis> extends fc.Arbitrary<infer T> ? T : never;

/** Explicit pads, sizes that are given, or `auto_pad`. */
function cases(limits: Limits, form: 'pads' | 'output_shape' | 'auto_pad'): fc.Arbitrary<GradientCase> {
  const lines = fc.array(anAxis(limits), { minLength: limits.rank, maxLength: limits.rank });
  const modes = form === 'pads' ? ['NOTSET'] : ['SAME_UPPER', 'SAME_LOWER', form === 'auto_pad' ? 'VALID' : 'NOTSET'];
  return fc
    .record({ lines, more: channels, mode: fc.constantFrom(...modes) })
    .map(({ lines: axes, more: { batch, groups, inputs, outputs, bias, active }, mode }) => {
      const all = (of: (axis: Axis) => number) => axes.map(of);
      const isCut = axes.every((axis) => axis.isCut);
      return {
        inputs: [
          { shape: [batch, groups * inputs, ...all(({ input }) => input)] },
          { shape: [groups * inputs, outputs, ...all(({ kernel }) => kernel)], constant: !active },
          bias ? { shape: [groups * outputs], constant: !active } : undefined,
        ],
        attributes: {
          ...(groups > 1 && { group: int(groups) }),
          strides: ints(all(({ stride }) => stride)),
          dilations: ints(all(({ dilation }) => dilation)),
          ...(form !== 'auto_pad' && { output_padding: ints(all(({ extra }) => extra)) }),
          ...(form === 'pads' &&
            isCut && { pads: ints([...all(({ before }) => before), ...all(({ after }) => after)]) }),
          ...(form === 'output_shape' && { output_shape: ints(all(({ wanted }) => wanted)) }),
          ...(mode !== 'NOTSET' && { auto_pad: string(mode) }),
        },
      };
    });
}

describe('the gradient of ConvTranspose agrees with central differences', () => {
  test.each<[string, Limits, number]>([
    ['1-D', { rank: 1, dilation: 3 }, 40],
    ['2-D', { rank: 2 }, 40],
    ['3-D', { rank: 3, kernel: 2 }, 10],
  ])('%s: strides, dilations, groups, asymmetric pads, output_padding', async (_, limits, runs) => {
    await expect(gradientProperty(ConvTranspose, cases(limits, 'pads'), { runs })).resolves.toBeUndefined();
    await expect(checkTangents(ConvTranspose, cases(limits, 'pads'), { runs: 8 })).resolves.toBeUndefined();
  });

  test.each(['output_shape', 'auto_pad'] as const)('%s', async (form) => {
    await expect(gradientProperty(ConvTranspose, cases({ rank: 2 }, form), { runs: 40 })).resolves.toBeUndefined();
  });
});

test('known values of PyTorch: stride 2, a row of output padding', async () => {
  const gradientCase = {
    inputs: [{ shape: [1, 1, 3] }, { shape: [1, 1, 3], values: [1, 10, 100], constant: true }],
    attributes: { strides: ints([2]), pads: ints([1, 1]), output_padding: ints([1]) },
  };
  expect(await gradientAt(ConvTranspose, gradientCase, [1, 2, 3, 4, 5, 6])).toEqual([210, 432, 654]);
});

test('auto_pad with output_padding is refused, unless the size is given', () => {
  const value = (name: string, shape: readonly number[]) => ({ name, type: 'float32' as const, shape });
  const same = { auto_pad: string('SAME_UPPER'), output_padding: ints([1]), strides: ints([2]) };
  const refusalCase = { inputs: [value('x', [1, 1, 2]), value('w', [1, 1, 2])], output: value('y', [1, 1, 4]) };
  expect(refusal(ConvTranspose, { ...refusalCase, attributes: same })).toMatch('output_padding together with auto_pad');
  expect(refusal(ConvTranspose, { ...refusalCase, attributes: { ...same, output_shape: ints([4]) } })).toBeUndefined();
});
