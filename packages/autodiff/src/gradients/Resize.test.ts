import type { CaseInput, GradientCase } from '@smoothgrad/autodiff/testing';
import { type Attribute, float, int, ints, string } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkTangents } from '../../../../tests/support/checkTangent.ts';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { engine, gradientProperty, shapeOf } from '../../../../tests/support/gradientProperty.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { checkGradient } from '../testing/checkGradient.ts';
import { Resize } from './Resize.ts';

const constant = (type: 'float32' | 'int64', values: readonly number[]): CaseInput => ({
  shape: [values.length],
  type,
  values,
  constant: true,
});

const systems = [
  'half_pixel',
  'half_pixel_symmetric',
  'pytorch_half_pixel',
  'asymmetric',
  'align_corners',
  'tf_crop_and_resize',
];

interface Limits {
  readonly ranks: readonly number[];
  readonly attributes: fc.Arbitrary<Record<string, Attribute>>;
  /** The first axis that is resized; default 2. */
  readonly first?: number;
  readonly systems?: readonly string[];
  readonly longest?: number;
}

/** One resized axis: its own scale or size, and a region that may leave the image. */
const anAxis = fc.record({
  scale: fc.constantFrom(0.4, 0.5, 0.6, 0.8, 1, 1.1, 1.5, 2, 2.3, 3),
  size: fc.integer({ min: 1, max: 9 }),
  start: fc.constantFrom(-0.2, 0, 0.3),
  length: fc.constantFrom(0.5, 1, 1.2, -0.6),
});

function cases({ ranks, attributes, first = 2, systems: names = systems, longest = 6 }: Limits) {
  const shapes = fc.constantFrom(...ranks).chain((rank) => shapeOf(rank, longest));
  return fc
    .record({
      shape: shapes,
      axes: fc.array(anAxis, { minLength: 5, maxLength: 5 }),
      bySizes: fc.boolean(),
      named: fc.boolean(),
      system: fc.constantFrom(...names),
      attributes,
    })
    .map(({ shape, axes: drawn, bySizes, named, system, attributes: more }): GradientCase => {
      const axes = shape.map((length, axis) => {
        const { start, length: part, size } = drawn[axis]!;
        // An axis of no length cannot be differentiated: scales leave one element.
        const scale = Math.fround(Math.max(drawn[axis]!.scale, 1 / length));
        return axis < first ? { scale: 1, size: length, start: 0, end: 1 } : { scale, size, start, end: start + part };
      });
      const kept = named ? axes.slice(first) : axes;
      const roi = constant('float32', [...kept.map(({ start }) => start), ...kept.map(({ end }) => end)]);
      return {
        inputs: [
          { shape },
          system === 'tf_crop_and_resize' ? roi : undefined,
          bySizes
            ? undefined
            : constant(
                'float32',
                kept.map(({ scale }) => scale),
              ),
          bySizes
            ? constant(
                'int64',
                kept.map(({ size }) => size),
              )
            : undefined,
        ],
        attributes: {
          coordinate_transformation_mode: string(system),
          ...(system === 'tf_crop_and_resize' && { extrapolation_value: float(5) }),
          ...(named && { axes: ints(axes.map((_, axis) => axis).slice(first)) }),
          ...more,
        },
      };
    });
}

describe('the gradient of Resize agrees with central differences', () => {
  const rounding = fc
    .constantFrom('round_prefer_floor', 'round_prefer_ceil', 'floor', 'ceil')
    .map((mode) => ({ mode: string('nearest'), nearest_mode: string(mode) }));
  const linear = fc.constant({ mode: string('linear') });
  const cubic = fc
    .record({ a: fc.constantFrom(-0.75, -0.5), excluded: fc.nat(1) })
    .map(({ a, excluded }) => ({ mode: string('cubic'), cubic_coeff_a: float(a), exclude_outside: int(excluded) }));
  const antialias = fc
    .record({ mode: fc.constantFrom('linear', 'cubic'), excluded: fc.nat(1) })
    .map(({ mode, excluded }) => ({ mode: string(mode), antialias: int(1), exclude_outside: int(excluded) }));

  test.each<[string, Limits, number]>([
    ['nearest, 1-D to 3-D', { ranks: [3, 4, 5], attributes: rounding, longest: 4 }, 60],
    ['nearest along any axis', { ranks: [1, 2, 3], attributes: rounding, first: 0, longest: 4 }, 40],
    ['linear, 1-D to 3-D', { ranks: [3, 4, 5], attributes: linear, longest: 4 }, 40],
    ['linear of a matrix', { ranks: [2], attributes: linear, first: 0 }, 20],
    ['cubic', { ranks: [4], attributes: cubic, longest: 5 }, 25],
    ['antialias', { ranks: [4], attributes: antialias, systems: systems.slice(0, 5), longest: 5 }, 20],
  ])('%s', async (_, limits, runs) => {
    await expect(gradientProperty(Resize, cases(limits), { runs })).resolves.toBeUndefined();
    await expect(checkTangents(Resize, cases(limits), { runs: 8 })).resolves.toBeUndefined();
  });

  test('tf_half_pixel_for_nn, deprecated', async () => {
    const limits = { ranks: [3], attributes: rounding, systems: ['tf_half_pixel_for_nn'] };
    await expect(gradientProperty(Resize, cases(limits), { runs: 5 })).resolves.toBeUndefined();
  });

  test('nearest neighbours by whole numbers, where blocks may be summed', async () => {
    const factors = fc
      .record({ shape: shapeOf(4, 3), factors: shapeOf(4, 4), spatial: fc.boolean(), attributes: rounding })
      .chain((drawn) => fc.constantFrom(...systems).map((system) => ({ ...drawn, system })))
      .map(({ shape, factors: drawn, spatial, attributes, system }) => ({
        inputs: [{ shape }, undefined, constant('float32', spatial ? [1, 1, ...drawn.slice(2)] : drawn)],
        attributes: { ...attributes, coordinate_transformation_mode: string(system) },
      }));
    await expect(gradientProperty(Resize, factors, { runs: 60 })).resolves.toBeUndefined();
    await expect(checkTangents(Resize, factors, { runs: 20 })).resolves.toBeUndefined();
  });

  test('channels last', async () => {
    const inputs = [{ shape: [1, 3, 4, 2] }, undefined, constant('float32', [1, 2, 1.5, 1])];
    const attributes = { mode: string('linear') };
    await expect(checkGradient(Resize, [{ inputs, attributes }], { engine })).resolves.toBeUndefined();
  });

  test.each([
    ['not_larger', [6, 9]],
    ['not_larger', [2, 9]],
    ['not_smaller', [8, 3]],
    ['not_smaller', [2, 3]],
  ])('sizes %s than %j', async (policy, sizes) => {
    const inputs = [{ shape: [1, 2, 4, 2] }, undefined, undefined, constant('int64', sizes)];
    const attributes = { mode: string('linear'), axes: ints([2, 3]), keep_aspect_ratio_policy: string(policy) };
    await expect(checkGradient(Resize, [{ inputs, attributes }], { engine })).resolves.toBeUndefined();
  });
});

test.each([
  ['linear', 'half_pixel', [2.2, 5.4, 7.4]],
  ['linear', 'align_corners', [2, 6, 7]],
  ['cubic', 'half_pixel', [2.032, 5.184, 7.784]],
  ['nearest', 'asymmetric', [3, 7, 5]],
])('known values of PyTorch’s interpolate, three elements to five: %s, %s', async (mode, system, expected) => {
  const gradientCase = {
    inputs: [{ shape: [1, 1, 1, 3] }, undefined, undefined, constant('int64', [1, 1, 1, 5])],
    attributes: {
      mode: string(mode),
      coordinate_transformation_mode: string(system),
      ...(mode === 'nearest' && { nearest_mode: string('floor') }),
    },
  };
  const gradient = await gradientAt(Resize, gradientCase, [1, 2, 3, 4, 5]);
  gradient.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i]!, 5);
  });
});

describe('refused', () => {
  const value = (name: string, shape: readonly number[]) => ({ name, type: 'float32' as const, shape });
  const x = value('x', [1, 1, 5, 3]);
  const y = value('y', [1, 1, 4, 2]);
  const scales = value('scales', [4]);
  const sizes = { name: 'sizes', type: 'int64' as const, shape: [2] };

  test('what only the run would tell', () => {
    expect(refusal(Resize, { inputs: [x, undefined, scales], output: y })).toMatch('not known before the model runs');
    expect(refusal(Resize, { inputs: [x, undefined, scales], output: y, wrt: ['x', 'scales'] })).toMatch(
      'depend on the image',
    );
  });

  test('a size that keeping the aspect ratio rounds up', () => {
    const attributes = { axes: ints([2, 3]), keep_aspect_ratio_policy: string('not_larger') };
    const inputs = [x, undefined, undefined, sizes];
    const sized = { inputs, integers: { sizes: [9, 2] }, attributes };
    expect(refusal(Resize, { ...sized, output: value('y', [1, 1, 3, 2]) })).toBeUndefined();
    expect(refusal(Resize, { ...sized, integers: { sizes: [3, 9] }, output: value('y', [1, 1, 3, 2]) })).toMatch(
      'keep_aspect_ratio_policy',
    );
  });

  test('a scale of which the runtime infers another size than its kernel makes', async () => {
    // 24 · 1.70833325 is 40.999998, and 41 in float32; of the sizes would follow the next larger scale.
    const scales = constant('float32', [1, 1, 1.7083332538604736, 1]);
    const resized = { inputs: [{ shape: [1, 1, 24, 1] }, undefined, scales], attributes: { mode: string('linear') } };
    await expect(gradientAt(Resize, resized)).rejects.toThrow(
      '24 times its scale 1.7083332538604736 is nearly a whole',
    );
  });

  test('antialias of a region', () => {
    const attributes = { antialias: int(1), coordinate_transformation_mode: string('tf_crop_and_resize') };
    const inputs = [x, undefined, undefined, { ...sizes, shape: [4] }];
    expect(refusal(Resize, { inputs, integers: { sizes: [1, 1, 4, 2] }, attributes, output: y })).toMatch('antialias');
  });
});
