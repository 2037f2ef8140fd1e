import { ints } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkTangents } from '../../../../tests/support/checkTangent.ts';
import { engine, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import type { GradientRule } from '../rule.ts';
import { checkGradient } from '../testing/checkGradient.ts';
import { Conv } from './Conv.ts';
import { readWindow, reversedPads, spatial } from './spatial.ts';
import { isWorthWinograd, winogradSpread } from './winograd.ts';

/** The input gradient of 3 × 3 kernels by this formulation alone, whatever it costs; of the transforms' own Conv by the usual one. */
const rule: GradientRule = {
  op: 'Conv',
  backward(context) {
    const { g, node, inputs, cotangents } = context;
    if (inputs[1]!.shape[2] !== 3) return Conv.backward(context);
    const [x, w, dy] = [inputs[0]!, inputs[1]!, cotangents[0]!];
    const pads = reversedPads(
      readWindow(node, spatial(x.shape), spatial(w.shape)),
      spatial(x.shape),
      spatial(dy.shape),
    );
    return [winogradSpread(g, { dy, w, pads: pads!, shape: x.shape }), undefined, undefined];
  },
};

interface Geometry {
  readonly batch: number;
  readonly channels: number;
  readonly filters: number;
  readonly input: readonly number[];
  readonly pads: readonly number[];
}

const convCase = ({ batch, channels, filters, input, pads }: Geometry) => ({
  inputs: [{ shape: [batch, channels, ...input] }, { shape: [filters, channels, 3, 3], constant: true }],
  attributes: { pads: ints(pads) },
});

const size = fc.integer({ min: 3, max: 10 });
const geometry = fc
  .record({
    batch: fc.integer({ min: 1, max: 3 }),
    channels: fc.integer({ min: 1, max: 3 }),
    filters: fc.integer({ min: 1, max: 3 }),
    input: fc.tuple(size, size),
    pads: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 4, maxLength: 4 }),
  })
  .map(convCase);

describe('3 × 3 convolutions by Winograd', () => {
  test('any size, batch and padding, twice', async () => {
    await expect(gradientProperty(rule, geometry, { runs: 40 })).resolves.toBeUndefined();
    await expect(checkTangents(rule, geometry, { runs: 8 })).resolves.toBeUndefined();
  });

  test('whole tiles, a row left over, one row short', async () => {
    const cases = [8, 9, 7].map((side) =>
      convCase({ batch: 1, channels: 2, filters: 3, input: [side, side + 4], pads: [1, 1, 1, 1] }),
    );
    await expect(checkGradient(rule, cases, { engine })).resolves.toBeUndefined();
  });
});

test.each([
  ['wide and large', [1, 128, 28, 28], 128, 3, true],
  ['few channels', [1, 64, 56, 56], 128, 3, false],
  ['few filters', [1, 128, 56, 56], 64, 3, false],
  ['a small map', [1, 256, 14, 14], 256, 3, false],
  ['another kernel', [1, 128, 28, 28], 128, 5, false],
])('worth it or not: %s', (_, shape, filters, kernel, expected) => {
  const value = (name: string, of: readonly number[]) => ({ name, type: 'float32' as const, shape: of });
  const [images, channels, ...rest] = shape;
  const spread = {
    dy: value('dy', [images!, filters, ...rest]),
    w: value('w', [filters, channels!, kernel, kernel]),
    pads: { begin: [1, 1], end: [1, 1] },
    shape,
  };
  expect(isWorthWinograd(spread, 'cpu')).toBe(expected);
});
