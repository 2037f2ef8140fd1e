import { int } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { ReduceMean } from './ReduceMean.ts';

test('the gradient of ReduceMean agrees with central differences: named axes, all, none, kept or not', async () => {
  const cases = anyShape(1, 4).chain((shape) =>
    fc
      .record({
        axes: fc.option(fc.subarray(shape.map((_, axis) => axis)), { nil: undefined }),
        fromEnd: fc.boolean(),
        keep: fc.constantFrom(undefined, 0, 1),
        noop: fc.boolean(),
      })
      .map(({ axes, fromEnd, keep, noop }) => ({
        inputs: [
          { shape },
          axes && {
            shape: [axes.length],
            type: 'int64' as const,
            constant: true,
            values: axes.map((axis) => (fromEnd ? axis - shape.length : axis)),
          },
        ],
        attributes: {
          ...(keep !== undefined && { keepdims: int(keep) }),
          ...(noop && { noop_with_empty_axes: int(1) }),
        },
      })),
  );
  await expect(gradientProperty(ReduceMean, cases, { runs: 60 })).resolves.toBeUndefined();
});

test('axes that only the run would tell are refused', () => {
  const x = { name: 'x', type: 'float32' as const, shape: [2, 3] };
  const axes = { name: 'axes', type: 'int64' as const, shape: [1] };
  const refusalCase = { inputs: [x, axes], output: { ...x, name: 'y' } };
  expect(refusal(ReduceMean, refusalCase)).toMatch('its axes are not known before the model runs');
  expect(refusal(ReduceMean, { ...refusalCase, integers: { axes: [0] } })).toBeUndefined();
});
