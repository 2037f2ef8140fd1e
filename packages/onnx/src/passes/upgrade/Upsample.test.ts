import { string } from '@smoothgrad/onnx';
import { describe, expect, test } from 'vitest';
import { floats } from '../../../../../tests/support/runGraph.ts';
import { expectSameOutputs, oldNode } from '../../../../../tests/support/upgradeCases.ts';

describe.each(['nearest', 'linear'])('%s', (mode) => {
  test.each([
    [1, 1, 2, 2],
    [1, 1, 3, 2.5],
    [1, 1, 1, 1.7],
  ])('Upsample of operator set 9 by %d %d %d %d', async (...scales) => {
    const model = oldNode(
      'Upsample',
      9,
      [1, 2, 3, 4],
      { mode: string(mode) },
      { extraInputs: ['scales'], constants: [floats('scales', [4], scales)] },
    );
    const { operators } = await expectSameOutputs(model);
    expect(operators).toEqual(['Resize']);
  });

  test('Upsample of operator set 7, whose scales are an attribute', async () => {
    const attributes = { mode: string(mode), scales: { kind: 'floats' as const, value: [1, 1, 2, 3] } };
    const { outputs } = await expectSameOutputs(oldNode('Upsample', 8, [1, 1, 2, 2], attributes));
    expect(outputs.y!.shape).toEqual([1, 1, 4, 6]);
  });
});

test('Upsample without scales is an error', async () => {
  await expect(expectSameOutputs(oldNode('Upsample', 8, [1, 1, 2, 2]))).rejects.toThrow(
    "Upsample at 'Upsample_y' has no scales",
  );
});
