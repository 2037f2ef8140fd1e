import { float } from '@smoothgrad/onnx';
import { describe, expect, test } from 'vitest';
import { expectNotDecomposed, expectSameDecomposed } from '../../../../../tests/support/decomposeCases.ts';

const shape = [2, 3, 16];
const row = { shape: [16] };

describe.each([
  { op: 'com.microsoft.SkipLayerNormalization', parameters: [row, row, row] },
  { op: 'com.microsoft.SkipSimplifiedLayerNormalization', parameters: [row, row] },
])('$op', ({ op, parameters }) => {
  test('with and without its optional parameters', async () => {
    for (let given = 1; given <= parameters.length; given++) {
      const inputs = [{ shape }, { shape }, ...parameters.slice(0, given)];
      const { operators } = await expectSameDecomposed(op, { inputs, attributes: { epsilon: float(1e-6) } });
      expect(operators).toContain('Add');
    }
  });

  test('the second operand broadcast over the batch', async () => {
    for (const skip of [
      [1, 3, 16],
      [3, 16],
    ]) {
      await expectSameDecomposed(op, {
        inputs: [{ shape }, { shape: skip }, row],
        attributes: { epsilon: float(1e-5) },
      });
    }
    expect.hasAssertions();
  });
  test('the sum as a further output', async () => {
    const inputs = [{ shape }, { shape }, row];
    await expectSameDecomposed(op, { inputs }, { outputs: ['normalised', '', '', 'y'] });
    expect.hasAssertions();
  });

  test('statistics as outputs are left alone', async () => {
    const inputs = [{ shape }, { shape }, row];
    await expectNotDecomposed(op, { inputs }, /GPUs only/, { outputs: ['y', 'mean'] });
    expect.hasAssertions();
  });
});
