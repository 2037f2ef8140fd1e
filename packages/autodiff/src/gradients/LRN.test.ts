import { float, int } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { engine, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { checkGradient } from '../testing/checkGradient.ts';
import { LRN } from './LRN.ts';

test('the gradient of LRN agrees with central differences: any odd window, also wider than the channels', async () => {
  const cases = fc
    .record({
      batch: fc.integer({ min: 1, max: 2 }),
      channels: fc.integer({ min: 1, max: 6 }),
      height: fc.integer({ min: 1, max: 3 }),
      width: fc.integer({ min: 1, max: 3 }),
      size: fc.constantFrom(1, 3, 5, 7),
      alpha: fc.constantFrom(1e-4, 0.5, 2),
      beta: fc.constantFrom(0.75, 0.5, 1, 2),
      bias: fc.constantFrom(1, 2),
    })
    .map(({ batch, channels, height, width, size, alpha, beta, bias }) => ({
      inputs: [{ shape: [batch, channels, height, width] }],
      attributes: { size: int(size), alpha: float(alpha), beta: float(beta), bias: float(bias) },
    }));
  // ONNX Runtime's powers are approximate.
  await expect(gradientProperty(LRN, cases, { runs: 60, forwardTolerance: 2e-5 })).resolves.toBeUndefined();
});

test('as in AlexNet: five channels of activations in the hundreds, defaults', async () => {
  const values = Array.from({ length: 16 * 4 }, (_, i) => 150 * Math.max(0, Math.sin(i)));
  const inputs = [{ shape: [1, 16, 2, 2], values }];
  const alexnet = { inputs, attributes: { size: int(5) }, step: 1e-2 };
  await expect(checkGradient(LRN, [alexnet], { engine })).resolves.toBeUndefined();
});

test('a window of three channels, by hand', async () => {
  const inputs = [{ shape: [1, 3, 1, 1], values: [1, 2, 3] }];
  const attributes = { size: int(3), alpha: float(3), beta: float(1), bias: float(1) };
  // y0 = x0/(1 + x0² + x1²) does not see x2: ∂y0 = (1 + x1² − x0², −2·x0·x1, 0)/(1 + x0² + x1²)².
  const [a, b, c] = await gradientAt(LRN, { inputs, attributes }, [1, 0, 0]);
  expect(a).toBeCloseTo(4 / 36, 6);
  expect(b).toBeCloseTo(-4 / 36, 6);
  expect(c).toBe(0);
});

test('slope bias^−β at 0', async () => {
  const inputs = [{ shape: [1, 3, 1, 1], values: [0, 0, 0] }];
  const attributes = { size: int(3), bias: float(4), beta: float(0.5) };
  expect(await gradientAt(LRN, { inputs, attributes })).toEqual([0.5, 0.5, 0.5]);
});
