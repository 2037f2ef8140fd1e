import type { EngineData, EngineTensor } from '../engine.ts';
import type { ElementType } from '../ir.ts';

/** A tensor of ONNX Runtime's JavaScript interface. */
export interface RuntimeTensor {
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: unknown;
}

/** The element types both sides can hold, with the array an `EngineTensor` keeps them in. */
const arrays: Partial<Record<ElementType, abstract new (...args: never[]) => EngineData>> = {
  float32: Float32Array,
  float64: Float64Array,
  float16: Uint16Array,
  int8: Int8Array,
  uint8: Uint8Array,
  bool: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
};

/**
 * @param create makes the runtime's own object: `Tensor` of onnxruntime-node and onnxruntime-web are not the same
 * @throws Error if the type has no array form (strings, bfloat16, complex, 4-bit and 8-bit floats), or data does not
 * have the type's array or as many elements as the shape.
 */
export function toRuntimeTensor<T>(
  name: string,
  { type, shape, data }: EngineTensor,
  create: (type: string, data: EngineData, dims: readonly number[]) => T,
): T {
  const array = arrays[type];
  if (array === undefined) throw new Error(`'${name}' is of type ${type}, which cannot be fed from JavaScript`);
  if (!(data instanceof array)) {
    throw new Error(`'${name}' is of type ${type}: its data must be a ${array.name}, not a ${data.constructor.name}`);
  }
  const count = shape.reduce((product, side) => product * side, 1);
  if (count !== data.length) {
    throw new Error(`'${name}' has shape [${shape.join(', ')}], so ${count} elements, but its data has ${data.length}`);
  }
  return create(type, data, shape);
}

/**
 * The data is not copied.
 * @throws Error if the value is not a tensor of a type with an array form, or too large for one array.
 */
export function fromRuntimeTensor(name: string, tensor: RuntimeTensor): EngineTensor {
  const array = arrays[tensor.type as ElementType];
  const { data } = tensor;
  if (array === undefined || !(data instanceof array)) {
    throw new Error(`'${name}' is of type ${tensor.type}, which cannot be fetched: only numbers and booleans can`);
  }
  const type = tensor.type as ElementType;
  const numbers = data as EngineData;
  const shape = [...tensor.dims];
  // Node 20 hands an array of 4 GiB over to another thread as an empty one.
  if (numbers.byteLength >= 2 ** 32) {
    throw new Error(`'${name}' of shape [${shape.join(', ')}] is too large to fetch: the limit is 4 GiB`);
  }
  return { type, shape, data: numbers };
}
