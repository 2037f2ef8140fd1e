import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeModel } from '@smoothgrad/onnx';

const size = 2048;

/** Floating-point operations of the product: a multiplication and an addition are two. */
export const gemmGflop = (2 * size ** 3) / 1e9;

/** Writes a model of one MatMul. */
export function gemmFile(folder) {
  const value = (name) => ({ name, type: { elementType: 'float32', shape: [size, size] } });
  const node = { op: 'MatMul', domain: '', name: 'product', inputs: ['a', 'b'], outputs: ['c'], attributes: new Map() };
  const file = join(folder, 'gemm.onnx');
  const model = {
    irVersion: 10,
    producer: 'bench',
    opsets: new Map([['', 18]]),
    graph: {
      name: 'gemm',
      inputs: [value('a'), value('b')],
      outputs: [value('c')],
      nodes: [node],
      initializers: new Map(),
    },
    functions: [],
    metadata: new Map(),
  };
  writeFileSync(file, writeModel(model, 'reference'));
  return file;
}
