import { expect, it } from 'vitest';
import { oneLine } from './oneLine.ts';

it.each([
  ['a\n  b\r\n\tc\n', 'a b c'],
  [
    'Got invalid dimensions for input: x\n index: 2 Got: 3 Expected: 2\n Please fix either the inputs/outputs or the model.',
    'Got invalid dimensions for input: x index: 2 Got: 3 Expected: 2 Please fix either the inputs/outputs or the model',
  ],
  [
    "Non-zero status code returned while running Gather node. Name:'g' Status Message: /x/core/gather.cc:115 onnxruntime::common::Status onnxruntime::Gather::Compute(onnxruntime::OpKernelContext*) const indices element out of data bounds",
    "Non-zero status code returned while running Gather node. Name:'g' Status Message: const indices element out of data bounds",
  ],
])('%j', (message, line) => {
  expect(oneLine(message)).toBe(line);
});
