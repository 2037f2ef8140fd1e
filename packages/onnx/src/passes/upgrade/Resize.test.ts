import { string } from '@smoothgrad/onnx';
import { describe, expect, test } from 'vitest';
import { floats } from '../../../../../tests/support/runGraph.ts';
import { expectSameOutputs, oldNode } from '../../../../../tests/support/upgradeCases.ts';

describe.each(['nearest', 'linear'])('Resize of operator set 10, %s', (mode) => {
  test.each([
    [1, 1, 2, 3],
    [1, 1, 2.5, 1.3],
    [1, 1, 0.5, 0.6],
  ])('by %d %d %d %d', async (...scales) => {
    const more = { extraInputs: ['scales'], constants: [floats('scales', [4], scales)] };
    const { operators } = await expectSameOutputs(oldNode('Resize', 10, [1, 2, 5, 7], { mode: string(mode) }, more));
    expect(operators).toEqual(['Resize']);
  });
});

test('nearest neighbours that shrink one axis and enlarge another are refused', async () => {
  const more = { extraInputs: ['scales'], constants: [floats('scales', [4], [1, 1, 0.5, 2])] };
  await expect(
    expectSameOutputs(oldNode('Resize', 10, [1, 1, 4, 4], { mode: string('nearest') }, more)),
  ).rejects.toThrow("Resize at 'Resize_y' enlarges one axis and shrinks another");
  await expect(
    expectSameOutputs(oldNode('Resize', 10, [1, 1, 4, 4], { mode: string('linear') }, more)),
  ).resolves.toBeDefined();
});
