import { float, floatAttribute, int, intAttribute } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectSameDecomposed } from '../../../../../tests/support/decomposeCases.ts';
import { expectDecomposedGradient } from '../../../../../tests/support/decomposedGradient.ts';
import { standardised } from '../../../../autodiff/src/testing/reference/standardised.ts';
import { type Forward, tabulate } from '../../../../autodiff/src/testing/tensor.ts';

/** Scale and bias for each group or each channel: as many as they have elements. */
const reference: Forward = ([x, scale, bias], node) => {
  const [batch = 1, channels = 1] = x!.shape;
  const groups = intAttribute(node, 'num_groups', 1);
  const normal = standardised(x!.data, x!.data.length / (batch * groups), floatAttribute(node, 'epsilon', 1e-5));
  const share = channels / scale!.data.length;
  let flat = 0;
  return tabulate(x!.shape, ([, c = 0]) => {
    const i = Math.floor(c / share);
    return normal[flat++]! * scale!.data[i]! + bias!.data[i]!;
  });
};

const cases = (opset: 18 | 21, type: 'float32' | 'float64' = 'float32') =>
  fc
    .record({
      batch: fc.integer({ min: 1, max: 2 }),
      groups: fc.integer({ min: 1, max: 3 }),
      each: fc.integer({ min: 1, max: 3 }),
      positions: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
    })
    .filter(({ each, positions }) => positions.reduce((a, b) => a * b, each) > 1)
    .map(({ batch, groups, each, positions }) => {
      const parameters = { shape: [opset === 18 ? groups : groups * each], type };
      return {
        opset,
        inputs: [{ shape: [batch, groups * each, ...positions], type }, parameters, parameters],
        attributes: { num_groups: int(groups), epsilon: float(0.3) },
      };
    });

test.each([18, 21] as const)(
  'GroupNormalization of operator set %d: scales of groups, then of channels',
  async (opset) => {
    await expect(expectDecomposedGradient('GroupNormalization', cases(opset), reference)).resolves.toBeUndefined();
  },
);

test('float64', async () => {
  const options = { runs: 8, forwardTolerance: 1e-6 };
  await expect(
    expectDecomposedGradient('GroupNormalization', cases(21, 'float64'), reference, options),
  ).resolves.toBeUndefined();
});

test('as ONNX Runtime has it, with the defaults', async () => {
  const inputs = [{ shape: [2, 8, 4, 5] }, { shape: [8] }, { shape: [8] }];
  const { operators } = await expectSameDecomposed('GroupNormalization', {
    inputs,
    opset: 21,
    attributes: { num_groups: int(4) },
  });
  expect(operators).toContain('InstanceNormalization');
});
