import { distinctValues, type GradientCase } from '@smoothgrad/autodiff/testing';
import { type Attribute, int, ints, string } from '@smoothgrad/onnx';
import fc from 'fast-check';

interface PoolLimits {
  readonly rank: number;
  readonly autoPad?: readonly string[];
  readonly dilation?: number;
  /** Further attributes, e.g. `count_include_pad`. */
  readonly attributes?: fc.Arbitrary<Record<string, Attribute>>;
  readonly opset?: number;
  /** Default 1 to 3. */
  readonly channels?: number;
  /** Windows side by side: stride = kernel, no padding, nothing left over. */
  readonly disjoint?: boolean;
}

/**
 * Pooling windows that overlap or leave gaps, padded on either side by less than their kernel, with and without `ceil_mode`.
 * With `auto_pad` no stride is longer than its kernel, for which ONNX Runtime computes negative padding and fails.
 */
export function poolCases({
  rank,
  autoPad,
  dilation = 1,
  attributes = fc.constant({}),
  opset = 18,
  channels: fixedChannels,
  disjoint = false,
}: PoolLimits): fc.Arbitrary<GradientCase> {
  const axis = fc.integer({ min: 1, max: 4 }).chain((kernel) =>
    fc
      .record({
        stride: fc.integer({ min: 1, max: 3 }),
        dilation: fc.integer({ min: 1, max: dilation }),
        before: fc.nat(kernel - 1),
        after: fc.nat(kernel - 1),
        extra: fc.nat(4),
      })
      .map((a) => ({
        kernel,
        ...a,
        stride: autoPad ? Math.min(a.stride, kernel) : a.stride,
        input: a.dilation * (kernel - 1) + 1 + a.extra,
      }))
      .map((a) =>
        disjoint ? { ...a, stride: kernel, dilation: 1, before: 0, after: 0, input: kernel * (1 + a.extra) } : a,
      ),
  );
  return fc
    .record({
      axes: fc.array(axis, { minLength: rank, maxLength: rank }),
      batch: fc.integer({ min: 1, max: 2 }),
      channels: fixedChannels === undefined ? fc.integer({ min: 1, max: 3 }) : fc.constant(fixedChannels),
      ceil: fc.boolean(),
      mode: autoPad ? fc.constantFrom(...autoPad) : fc.constant(undefined),
      attributes,
      seed: fc.nat(999),
    })
    .map(({ axes, batch, channels, ceil, mode, attributes: more, seed }) => {
      const shape = [batch, channels, ...axes.map(({ input }) => input)];
      return {
        inputs: [{ shape, values: distinctValues(shape, seed) }],
        opset,
        attributes: {
          kernel_shape: ints(axes.map(({ kernel }) => kernel)),
          strides: ints(axes.map(({ stride }) => stride)),
          ...(dilation > 1 && { dilations: ints(axes.map((a) => a.dilation)) }),
          ...(mode
            ? { auto_pad: string(mode) }
            : { pads: ints([...axes.map(({ before }) => before), ...axes.map(({ after }) => after)]) }),
          ...(ceil && !mode && !axes.some(startsInPadding) && { ceil_mode: int(1) }),
          ...more,
        },
      };
    });
}

/** Whether `ceil_mode` would add a window that starts behind the input, which has no taps inside it. */
function startsInPadding({
  kernel,
  stride,
  dilation,
  before,
  after,
  input,
}: Record<'kernel' | 'stride' | 'dilation' | 'before' | 'after' | 'input', number>): boolean {
  const last = Math.ceil((input + before + after - dilation * (kernel - 1) - 1) / stride);
  return last * stride >= input + before;
}
