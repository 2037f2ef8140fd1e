import type { ElementType, Tensor } from '@smoothgrad/onnx';

const arrays: Partial<Record<ElementType, (values: Iterable<number>) => ArrayBufferView<ArrayBuffer>>> = {
  float32: (values) => Float32Array.from(values),
  float64: (values) => Float64Array.from(values),
  int64: (values) => BigInt64Array.from([...values].map(BigInt)),
  bool: (values) => Uint8Array.from(values),
};

/** A constant of a few numbers. */
export function tensorOf(name: string, type: ElementType, dims: readonly number[], values: Iterable<number>): Tensor {
  const { buffer } = arrays[type]!(values);
  return { name, type, dims, data: { kind: 'inline', bytes: new Uint8Array(buffer) } };
}
