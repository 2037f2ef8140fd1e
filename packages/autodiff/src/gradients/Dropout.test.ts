import { expect, test } from 'vitest';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { Dropout } from './Dropout.ts';

test('at inference the gradient of Dropout passes through', async () => {
  const cases = anyShape(1, 4).map((shape) => ({
    inputs: [{ shape }, { shape: [], values: [0.5], constant: true }],
  }));
  await expect(gradientProperty(Dropout, cases, { runs: 20 })).resolves.toBeUndefined();
});

test('training mode is refused, also where only the run would tell', () => {
  const x = { name: 'x', type: 'float32' as const, shape: [2] };
  const mode = { name: 'mode', type: 'bool' as const, shape: [1] };
  const refusalCase = { inputs: [x, undefined, mode], output: { ...x, name: 'y' } };
  expect(refusal(Dropout, refusalCase)).toMatch('it is in training mode; export the model with model.eval()');
  expect(refusal(Dropout, { ...refusalCase, integers: { mode: [1] } })).toMatch('it is in training mode');
  expect(refusal(Dropout, { ...refusalCase, integers: { mode: [0] } })).toBeUndefined();
  const ratio = { name: 'ratio', type: 'float32' as const, shape: [1] };
  const withRatio = { ...refusalCase, inputs: [x, ratio, mode] };
  expect(refusal(Dropout, { ...withRatio, integers: { mode: [1], ratio: [0] } })).toBeUndefined();
  expect(refusal(Dropout, { ...withRatio, integers: { mode: [1], ratio: [1] } })).toMatch('it is in training mode');
});
