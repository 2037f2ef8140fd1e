import { int, string } from '@smoothgrad/onnx';
import { test } from 'vitest';
import { expectSameDecomposed } from '../../../../../tests/support/decomposeCases.ts';

test.each(['bilinear', 'nearest', 'bicubic'])('com.microsoft.GridSample is GridSample: %s', async (mode) => {
  const inputs = [{ shape: [2, 3, 4, 5] }, { shape: [2, 3, 2, 2] }];
  for (const padding of ['zeros', 'border', 'reflection'])
    for (const aligned of [0, 1]) {
      const attributes = { mode: string(mode), padding_mode: string(padding), align_corners: int(aligned) };
      await expectSameDecomposed('com.microsoft.GridSample', { inputs, attributes });
    }
});

test('its defaults', async () => {
  await expectSameDecomposed('com.microsoft.GridSample', {
    inputs: [{ shape: [1, 1, 3, 3] }, { shape: [1, 2, 2, 2] }],
  });
});
