import { expect, it } from 'vitest';
import { oneLine } from './oneLine.ts';

/** Messages as onnxruntime-node 1.30 gives them. */
it.each([
  ['a\n  b\r\n\tc.\n', 'a b c'],
  [
    'Got invalid dimensions for input: x for the following indices\n index: 2 Got: 3 Expected: 2\n Please fix either the inputs/outputs or the model.',
    'Got invalid dimensions for input: x for the following indices index: 2 Got: 3 Expected: 2 Please fix either the inputs/outputs or the model',
  ],
  [
    "Name:'r' Status Message: /onnxruntime_src/onnxruntime/core/providers/cpu/tensor/reshape_helper.h:91 onnxruntime::ReshapeHelper::ReshapeHelper(const onnxruntime::TensorShape&, onnxruntime::TensorShapeVector&, bool) input_shape_size == requested_shape_size was false.\n",
    "Name:'r' Status Message: input_shape_size == requested_shape_size was false",
  ],
  [
    "Name:'e' Status Message: /onnxruntime_src/onnxruntime/core/framework/bfc_arena.cc:360 void* onnxruntime::BFCArena::AllocateRawInternal(size_t, bool, onnxruntime::Stream*) Failed to allocate memory\n",
    "Name:'e' Status Message: Failed to allocate memory",
  ],
  [
    'initializer: w. Error: tensorprotoutils.cc:461 ValidateExternalDataPathFromDir External data path does not exist: "w.bin"',
    'initializer: w. Error: External data path does not exist: "w.bin"',
  ],
  [
    'pool_attributes.h:78 onnxruntime::PoolAttributes::PoolAttributes(const KernelInfoType&, const string&, int) [with KernelInfoType = onnxruntime::OpKernelInfo] kernel_shape was false.',
    'kernel_shape was false',
  ],
  [
    "Non-zero status code returned while running Gather node. Name:'Gather_q' Status Message: idx=7 must be within [-3,2]",
    "the Gather at node 'Gather_q': idx=7 must be within [-3,2]",
  ],
  [
    "Non-zero status code returned while running Reshape node. Name:'' Status Message: sizes differ",
    'the Reshape: sizes differ',
  ],
  [
    'Unsupported data type: 16',
    'a value is of type bfloat16, which the runtime cannot hand over: convert the model to float32',
  ],
])('%j', (message, line) => {
  expect(oneLine(message)).toBe(line);
});
