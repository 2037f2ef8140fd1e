import { expect, it } from 'vitest';
import { failureKind } from './failureKind.ts';

/** Messages as onnxruntime-web 1.30 and Chromium give them. */
it.each([
  ['memory', 'failed to call OrtRun(). ERROR_CODE: 6, ERROR_MESSAGE: std::bad_alloc'],
  ['memory', 'Aborted(OOM). Build with -sASSERTIONS for more info.'],
  ['memory', 'WebAssembly.Memory(): could not allocate memory'],
  ['memory', 'RuntimeError: memory access out of bounds'],
  [
    'memory',
    'WebGPU validation failed. Buffer size (2147483648) exceeds the max buffer size limit (1073741824). - While calling [Device].CreateBuffer',
  ],
  ['lost', 'A valid external Instance reference no longer exists.'],
  ['lost', 'Device is lost'],
  ['refused', 'Tensor shape is too large'],
  ['refused', "the Gather at node 'lost': idx=7 must be within [-3,2]"],
  ['refused', 'failed to load model because protobuf parsing failed'],
])('%s: %s', (kind, message) => {
  expect(failureKind(message)).toBe(kind);
});
