import { normalValues } from '@smoothgrad/autodiff/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { anyShape, broadcastPair, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { Pow } from './Pow.ts';

const { POSITIVE_INFINITY: inf, NEGATIVE_INFINITY: minusInf, NaN: nan } = Number;

/** Of either sign, at least 1/2 away from 0. */
const eitherSign = (shape: readonly number[], seed: number) =>
  Array.from(normalValues(shape, seed), (value) => value + 0.5 * Math.sign(value));
const positive = (shape: readonly number[], seed: number) => eitherSign(shape, seed).map(Math.abs);

describe('the gradient of Pow agrees with central differences', () => {
  test.each([
    ['integers', [-3, -2, -1, 0, 1, 2, 3, 4, 5], eitherSign],
    ['broken numbers', [-1.5, -0.5, 0.5, 0.25, 1.5, 2.5, 0.1, 1 / 3, 2.9], positive],
  ] as const)('by the base, constant exponents: %s', async (_, exponents, bases) => {
    const cases = fc
      .tuple(anyShape(1, 4), fc.constantFrom(...exponents), fc.constantFrom([], [1], [1, 1]), fc.nat(999))
      .map(([shape, exponent, exponentShape, seed]) => ({
        inputs: [
          { shape, values: bases(shape, seed) },
          { shape: exponentShape, values: [exponent], constant: true },
        ],
        wrt: exponent === 0 ? [] : [0],
      }));
    await expect(gradientProperty(Pow, cases, { runs: 50, secondOrder: 12 })).resolves.toBeUndefined();
  });

  test('by the base, different integers as exponents, known or not, broadcast in either direction', async () => {
    const cases = fc.tuple(broadcastPair, fc.nat(999), fc.boolean()).map(([{ a, b }, seed, constant]) => {
      const exponents = Array.from(normalValues(b, seed + 1), (value) => Math.round(1.5 * value));
      return {
        inputs: [
          { shape: a, values: eitherSign(a, seed) },
          { shape: b, values: exponents, constant },
        ],
        wrt: constant && exponents.every((value) => Math.abs(value) === 0) ? [] : [0],
      };
    });
    await expect(gradientProperty(Pow, cases, { runs: 40 })).resolves.toBeUndefined();
  });

  test.each(['float32', 'float64'] as const)('by both, broadcast in either direction: %s', async (type) => {
    const cases = fc.tuple(broadcastPair, fc.nat(999)).map(([{ a, b }, seed]) => ({
      inputs: [
        { shape: a, values: positive(a, seed), type },
        { shape: b, type },
      ],
    }));
    await expect(gradientProperty(Pow, cases, { runs: 40, secondOrder: 6 })).resolves.toBeUndefined();
  });

  test('by the exponent alone', async () => {
    const cases = fc.tuple(broadcastPair, fc.nat(999)).map(([{ a, b }, seed]) => ({
      inputs: [{ shape: a, values: positive(a, seed), constant: true }, { shape: b }],
    }));
    await expect(gradientProperty(Pow, cases, { runs: 20 })).resolves.toBeUndefined();
  });

  test.each([
    ['float32', 'int64'],
    ['float32', 'int32'],
    ['float64', 'int64'],
    ['float32', 'float64'],
    ['float64', 'float32'],
  ] as const)('a base of type %s, an exponent of type %s', async (type, exponentType) => {
    const cases = fc
      .tuple(anyShape(1, 3), fc.integer({ min: -2, max: 4 }), fc.boolean(), fc.nat(999))
      .map(([shape, exponent, constant, seed]) => ({
        inputs: [
          { shape, values: positive(shape, seed), type },
          { shape: [1], values: [exponent], type: exponentType, constant },
        ],
        wrt: exponent === 0 && constant ? [] : constant || exponentType.startsWith('int') ? [0] : [0, 1],
      }));
    await expect(gradientProperty(Pow, cases, { runs: 25 })).resolves.toBeUndefined();
  });
});

describe('at 0 and below as PyTorch', () => {
  test('a constant exponent 0 passes nothing', async () => {
    const zero = { shape: [], values: [0], constant: true };
    await expect(gradientAt(Pow, { inputs: [{ shape: [2], values: [0, 3] }, zero] })).rejects.toThrow();
  });

  test.each<[number, readonly (readonly [x: number, slope: number])[]]>([
    [
      3,
      [
        [-2, 12],
        [0, 0],
        [1.5, 6.75],
      ],
    ],
    [
      2,
      [
        [-2, -4],
        [0, 0],
        [1e-30, 2e-30],
        [1e25, 2e25],
      ],
    ],
    [
      4,
      [
        [-2, -32],
        [0, 0],
      ],
    ],
    [
      1,
      [
        [-2, 1],
        [0, 1],
      ],
    ],
    [
      0.5,
      [
        [0, inf],
        [4, 0.25],
        [-1, nan],
      ],
    ],
    [
      0.25,
      [
        [0, inf],
        [16, 0.03125],
      ],
    ],
    [
      1.5,
      [
        [0, 0],
        [-2, nan],
        [4, 3],
      ],
    ],
    [
      -1,
      [
        [0, minusInf],
        [-2, -0.25],
        [4, -0.0625],
      ],
    ],
  ])('constant exponent %d', async (exponent, points) => {
    const x = { shape: [points.length], values: points.map(([value]) => value) };
    const found = await gradientAt(Pow, { inputs: [x, { shape: [], values: [exponent], constant: true }] });
    expectClose(
      found,
      points.map(([, slope]) => slope),
    );
    const computed = await gradientAt(Pow, { inputs: [x, { shape: [1], values: [exponent] }] });
    expectClose(
      computed,
      points.map(([, slope]) => slope),
    );
  });

  test('computed exponents', async () => {
    const inputs = [
      { shape: [10], values: [0, 0, 0, 0, 0, 2, -2, -2, -2, 3] },
      { shape: [10], values: [0, 1, 2, -1, 0.5, 3, 2, 3, 0.5, 0] },
    ];
    expectClose(await gradientAt(Pow, { inputs }), [0, 1, 0, minusInf, inf, 12, -4, 12, nan, 0]);
    const byExponent = [0, 0, 0, minusInf, 0, 8 * Math.log(2), nan, nan, nan, Math.log(3)];
    expectClose(await gradientAt(Pow, { inputs, wrt: [1] }), byExponent);
    const known = [inputs[0]!, { ...inputs[1]!, constant: true }];
    expectClose(await gradientAt(Pow, { inputs: known }), [0, 1, 0, minusInf, inf, 12, -4, 12, nan, 0]);
  });
});

function expectClose(found: readonly number[], expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) {
    const close = Object.is(found[i], value) || Math.abs(found[i]! - value) <= 1e-6 * Math.abs(value);
    expect(close, `element ${i} is ${found[i]} instead of ${value}`).toBe(true);
  }
}
