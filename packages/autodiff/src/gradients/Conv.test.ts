import type { GradientCase } from '@smoothgrad/autodiff/testing';
import { type Attribute, int, ints, string } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkTangents } from '../../../../tests/support/checkTangent.ts';
import { engine, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { checkGradient } from '../testing/checkGradient.ts';
import { Conv } from './Conv.ts';

interface Geometry {
  readonly batch: number;
  readonly groups: number;
  /** Channels and filters of each group. */
  readonly channels: number;
  readonly filters: number;
  readonly input: readonly number[];
  readonly kernel: readonly number[];
  readonly strides?: readonly number[];
  readonly dilations?: readonly number[];
  readonly pads?: readonly number[];
  readonly autoPad?: string;
  readonly bias?: boolean;
  /** Weights and bias are differentiated too. */
  readonly active?: boolean;
}

function convCase(geometry: Geometry): GradientCase {
  const { batch, groups, channels, filters, input, kernel, strides, dilations, pads, autoPad } = geometry;
  const { bias = false, active = false } = geometry;
  const attributes: Record<string, Attribute> = {
    ...(groups > 1 && { group: int(groups) }),
    ...(strides && { strides: ints(strides) }),
    ...(dilations && { dilations: ints(dilations) }),
    ...(pads && { pads: ints(pads) }),
    ...(autoPad && { auto_pad: string(autoPad) }),
  };
  return {
    inputs: [
      { shape: [batch, groups * channels, ...input] },
      { shape: [groups * filters, channels, ...kernel], constant: !active },
      bias ? { shape: [groups * filters], constant: !active } : undefined,
    ],
    attributes,
  };
}

/** One spatial axis: any window that fits at least once, with up to 3 rows left over at the end. */
const axis = (limits: { kernel: number; stride: number; dilation: number; pad: number }) =>
  fc
    .record({
      kernel: fc.integer({ min: 1, max: limits.kernel }),
      stride: fc.integer({ min: 1, max: limits.stride }),
      dilation: fc.integer({ min: 1, max: limits.dilation }),
      before: fc.nat(limits.pad),
      after: fc.nat(limits.pad),
      extra: fc.nat(4),
    })
    .map((a) => ({ ...a, input: Math.max(1, a.dilation * (a.kernel - 1) + 1 - a.before - a.after) + a.extra }));

type Axis = ReturnType<typeof axis> extends fc.Arbitrary<infer T> ? T : never;

const fromAxes = (axes: readonly Axis[]) => ({
  input: axes.map(({ input }) => input),
  kernel: axes.map(({ kernel }) => kernel),
  strides: axes.map(({ stride }) => stride),
  dilations: axes.map(({ dilation }) => dilation),
  pads: [...axes.map(({ before }) => before), ...axes.map(({ after }) => after)],
});

const channelsOf = fc.record({
  batch: fc.integer({ min: 1, max: 2 }),
  groups: fc.integer({ min: 1, max: 3 }),
  channels: fc.integer({ min: 1, max: 2 }),
  filters: fc.integer({ min: 1, max: 2 }),
  bias: fc.boolean(),
  active: fc.boolean(),
});

const explicit = (rank: number, limits: Parameters<typeof axis>[0]) =>
  fc
    .tuple(channelsOf, fc.array(axis(limits), { minLength: rank, maxLength: rank }))
    .map(([channels, axes]) => convCase({ ...channels, ...fromAxes(axes) }));

describe('the gradient of Conv agrees with central differences', () => {
  test('2-D: strides, dilations, groups, asymmetric pads, rows left over', async () => {
    const cases = explicit(2, { kernel: 4, stride: 3, dilation: 2, pad: 2 });
    await expect(gradientProperty(Conv, cases, { runs: 60 })).resolves.toBeUndefined();
    await expect(checkTangents(Conv, cases, { runs: 15 })).resolves.toBeUndefined();
  });

  test('1-D', async () => {
    const cases = explicit(1, { kernel: 5, stride: 3, dilation: 3, pad: 3 });
    await expect(gradientProperty(Conv, cases, { runs: 40 })).resolves.toBeUndefined();
  });

  test('3-D', async () => {
    const cases = explicit(3, { kernel: 2, stride: 2, dilation: 2, pad: 1 }).filter(
      ({ inputs: [x] }) => x!.shape.reduce((a, b) => a * b) <= 400,
    );
    await expect(gradientProperty(Conv, cases, { runs: 20 })).resolves.toBeUndefined();
    await expect(checkTangents(Conv, cases, { runs: 5 })).resolves.toBeUndefined();
  });

  test('padding beyond the reach of the kernel, where the stride-1 form would need negative padding', async () => {
    const cases = explicit(2, { kernel: 2, stride: 2, dilation: 1, pad: 4 });
    await expect(gradientProperty(Conv, cases, { runs: 30 })).resolves.toBeUndefined();
  });

  test('depthwise, one and two filters a channel, every stride', async () => {
    const cases = fc
      .tuple(
        fc.record({
          batch: fc.integer({ min: 1, max: 2 }),
          groups: fc.integer({ min: 2, max: 4 }),
          filters: fc.integer({ min: 1, max: 2 }),
          active: fc.boolean(),
        }),
        fc.array(axis({ kernel: 4, stride: 3, dilation: 2, pad: 2 }), { minLength: 2, maxLength: 2 }),
      )
      .map(([channels, axes]) => convCase({ ...channels, channels: 1, ...fromAxes(axes) }));
    await expect(gradientProperty(Conv, cases, { runs: 60 })).resolves.toBeUndefined();
    await expect(checkTangents(Conv, cases, { runs: 15 })).resolves.toBeUndefined();
  });

  test('auto_pad, even and odd kernels', async () => {
    const cases = fc
      .record({
        channels: channelsOf,
        autoPad: fc.constantFrom('SAME_UPPER', 'SAME_LOWER', 'VALID'),
        kernel: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 2 }),
        strides: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 2 }),
        input: fc.array(fc.integer({ min: 4, max: 6 }), { minLength: 2, maxLength: 2 }),
      })
      .map(({ channels, ...rest }) => convCase({ ...channels, ...rest }));
    await expect(gradientProperty(Conv, cases, { runs: 30 })).resolves.toBeUndefined();
  });

  test('auto_pad VALID with a dilated kernel (ONNX Runtime refuses SAME with dilations)', async () => {
    const geometry = { batch: 1, groups: 1, channels: 2, filters: 2, input: [6, 7], kernel: [3, 2], dilations: [2, 2] };
    const cases = [false, true].map((active) => convCase({ ...geometry, autoPad: 'VALID', active }));
    await expect(checkGradient(Conv, cases, { engine })).resolves.toBeUndefined();
  });
});

/** Shapes of known networks, small in space but wide enough for ONNX Runtime's blocked layout. */
const layers: readonly (readonly [string, Geometry])[] = [
  ['3×3 same', { batch: 1, groups: 1, channels: 16, filters: 16, input: [3, 3], kernel: [3, 3], pads: [1, 1, 1, 1] }],
  [
    '7×7 stem',
    {
      batch: 1,
      groups: 1,
      channels: 3,
      filters: 16,
      input: [7, 6],
      kernel: [7, 7],
      strides: [2, 2],
      pads: [3, 3, 3, 3],
    },
  ],
  ['a kernel as large as the image', { batch: 2, groups: 1, channels: 16, filters: 8, input: [3, 4], kernel: [3, 4] }],
  ['1×1', { batch: 2, groups: 1, channels: 16, filters: 32, input: [2, 3], kernel: [1, 1] }],
  [
    '1×1 stride 2, a row left over',
    { batch: 1, groups: 1, channels: 16, filters: 16, input: [4, 5], kernel: [1, 1], strides: [2, 2] },
  ],
  ['1×7', { batch: 1, groups: 1, channels: 16, filters: 16, input: [1, 7], kernel: [1, 7], pads: [0, 3, 0, 3] }],
  ['depthwise', { batch: 1, groups: 16, channels: 1, filters: 1, input: [4, 4], kernel: [3, 3], pads: [1, 1, 1, 1] }],
  [
    'depthwise stride 2',
    {
      batch: 1,
      groups: 16,
      channels: 1,
      filters: 1,
      input: [6, 6],
      kernel: [3, 3],
      strides: [2, 2],
      pads: [0, 0, 1, 1],
    },
  ],
  [
    'depthwise 5×5 stride 2',
    {
      batch: 1,
      groups: 16,
      channels: 1,
      filters: 1,
      input: [5, 6],
      kernel: [5, 5],
      strides: [2, 2],
      pads: [2, 2, 2, 2],
    },
  ],
];

test.each(layers)('Conv as in known networks: %s', async (_, geometry) => {
  const narrow = { ...geometry, channels: Math.min(geometry.channels, 2), filters: Math.min(geometry.filters, 2) };
  const cases = [convCase(geometry), convCase({ ...narrow, bias: true, active: true })];
  await expect(checkGradient(Conv, cases, { engine })).resolves.toBeUndefined();
});

test('weights or bias alone', async () => {
  const inputs = [{ shape: [2, 2, 4, 3] }, { shape: [3, 2, 2, 2] }, { shape: [3] }];
  const cases = [[1], [2], [1, 2], [0, 2]].map((wrt) => ({ inputs, wrt }));
  await expect(checkGradient(Conv, cases, { engine })).resolves.toBeUndefined();
});
