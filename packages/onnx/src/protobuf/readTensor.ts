import { type TensorProto, TensorProto_DataLocation } from 'onnx-buf';
import { byteLength } from '../elements.ts';
import { ExternalDataError, InvalidModelError } from '../errors.ts';
import type { ElementType, Tensor, TensorData } from '../ir.ts';
import { elementTypeOf } from './elementTypes.ts';
import { safeInteger } from './safeInteger.ts';

/** Where raw bytes found in the buffer that is being read belong. */
export interface Origin {
  /** The buffer's name, as a location for `external_data`. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** Up to this many bytes are copied into the graph: scalars, shapes, per-channel constants that passes want to look at. */
export const INLINE_LIMIT = 1024;

/** Key of a note among the external data: offset and length of raw bytes in the file, which were not read (`withoutWeights`). */
export const WEIGHTS_AT = 'smoothgrad.at';

/** Fields the IR does not model. */
export interface TensorExtra {
  readonly docString: string;
  readonly metadataProps: TensorProto['metadataProps'];
  readonly segment: TensorProto['segment'];
  readonly unknown: TensorProto['$unknown'];
}

export function readTensor(proto: TensorProto, origin: Origin): Tensor {
  const type = elementTypeOf(proto.dataType);
  if (type === undefined) {
    throw new InvalidModelError(`tensor '${proto.name}' has the unknown data type ${proto.dataType}`);
  }
  const dims = proto.dims.map((dim) => safeInteger(dim, `a dimension of tensor '${proto.name}'`));
  if (dims.some((dim) => dim < 0))
    throw new InvalidModelError(`tensor '${proto.name}' has the negative shape [${dims}]`);
  const expected = byteLength(type, elementCountOf(dims, proto.name));
  return { name: proto.name, type, dims, data: readData(proto, type, expected, origin), extra: readExtra(proto) };
}

function elementCountOf(dims: readonly number[], name: string): number {
  const count = dims.reduce((product, dim) => product * dim, 1);
  if (!Number.isSafeInteger(count)) throw new InvalidModelError(`tensor '${name}' has the absurd shape [${dims}]`);
  return count;
}

function readExtra(proto: TensorProto): TensorExtra | undefined {
  const { docString, metadataProps, segment, $unknown: unknown } = proto;
  if (docString === '' && metadataProps.length === 0 && segment === undefined && unknown === undefined)
    return undefined;
  return { docString, metadataProps, segment, unknown };
}

function readData(proto: TensorProto, type: ElementType, expected: number | undefined, origin: Origin): TensorData {
  if (proto.dataLocation === TensorProto_DataLocation.EXTERNAL) return readExternal(proto, expected);
  if (type === 'string') return { kind: 'strings', values: proto.stringData };
  const [offset, length] =
    proto.externalData
      .find(({ key }) => key === WEIGHTS_AT)
      ?.value.split(' ')
      .map(Number) ?? [];
  if (offset !== undefined && length !== undefined) {
    checkLength(proto, type, expected, length);
    return { kind: 'file', file: origin.file, offset, length };
  }
  const bytes = proto.rawData.byteLength > 0 ? proto.rawData : typedBytes(proto, type);
  checkLength(proto, type, expected, bytes.byteLength);
  const isView = bytes.buffer === origin.bytes.buffer;
  if (!isView) return { kind: 'inline', bytes };
  if (bytes.byteLength <= INLINE_LIMIT) return { kind: 'inline', bytes: bytes.slice() };
  return {
    kind: 'file',
    file: origin.file,
    offset: bytes.byteOffset - origin.bytes.byteOffset,
    length: bytes.byteLength,
  };
}

function checkLength({ name, dims }: TensorProto, type: ElementType, expected: number | undefined, length: number) {
  if (expected === undefined || length === expected) return;
  throw new InvalidModelError(
    `tensor '${name}' of shape [${dims}] and type ${type} needs ${expected} bytes but has ${length}`,
  );
}

function readExternal(proto: TensorProto, expected: number | undefined): TensorData {
  const fields = new Map(proto.externalData.map(({ key, value }) => [key, value]));
  const file = checkLocation(fields.get('location') ?? '', proto.name);
  const offset = Number(fields.get('offset') ?? 0);
  const length = fields.has('length') ? Number(fields.get('length')) : expected;
  if (length === undefined || ![offset, length].every((n) => Number.isSafeInteger(n) && n >= 0)) {
    throw new ExternalDataError(`tensor '${proto.name}' has an unreadable offset or length in its external data`);
  }
  if (expected !== undefined && length !== expected) {
    throw new ExternalDataError(`tensor '${proto.name}' needs ${expected} bytes but its external data names ${length}`);
  }
  return { kind: 'file', file, offset, length };
}

/** A location must be a relative path that stays inside the model's folder (ONNX external data specification). */
export function checkLocation(location: string, tensor: string): string {
  const parts = location.split(/[/\\]/);
  const path = parts.filter((part) => part !== '.' && part !== '').join('/');
  const absolute = /^([/\\]|[A-Za-z]:)/.test(location);
  if (path === '' || absolute || parts.includes('..') || location.includes('\0')) {
    throw new ExternalDataError(
      `tensor '${tensor}' refers to '${location}': external data must lie in the model's own folder. Move the file there and write its plain name`,
    );
  }
  return path;
}

/** The typed repeated fields of old exporters, as raw little-endian bytes (onnx.proto says which field serves which type). */
function typedBytes(proto: TensorProto, type: ElementType): Uint8Array {
  const encode = typedFields[type];
  if (encode === undefined) throw new InvalidModelError(`tensor '${proto.name}' of type ${type} has no readable data`);
  const array = encode(proto);
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

const typedFields: Partial<Record<ElementType, (proto: TensorProto) => ArrayBufferView>> = {
  float32: (proto) => Float32Array.from(proto.floatData),
  complex64: (proto) => Float32Array.from(proto.floatData),
  float64: (proto) => Float64Array.from(proto.doubleData),
  complex128: (proto) => Float64Array.from(proto.doubleData),
  int64: (proto) => BigInt64Array.from(proto.int64Data),
  uint64: (proto) => BigUint64Array.from(proto.uint64Data),
  uint32: (proto) => Uint32Array.from(proto.uint64Data, Number),
  int32: (proto) => Int32Array.from(proto.int32Data),
  int16: (proto) => Int16Array.from(proto.int32Data),
  uint16: (proto) => Uint16Array.from(proto.int32Data),
  float16: (proto) => Uint16Array.from(proto.int32Data),
  bfloat16: (proto) => Uint16Array.from(proto.int32Data),
  int8: (proto) => Int8Array.from(proto.int32Data),
  uint8: (proto) => Uint8Array.from(proto.int32Data),
  bool: (proto) => Uint8Array.from(proto.int32Data),
  float8e4m3fn: (proto) => Uint8Array.from(proto.int32Data),
  float8e4m3fnuz: (proto) => Uint8Array.from(proto.int32Data),
  float8e5m2: (proto) => Uint8Array.from(proto.int32Data),
  float8e5m2fnuz: (proto) => Uint8Array.from(proto.int32Data),
  float8e8m0: (proto) => Uint8Array.from(proto.int32Data),
  uint4: (proto) => Uint8Array.from(proto.int32Data),
  int4: (proto) => Uint8Array.from(proto.int32Data),
  float4e2m1: (proto) => Uint8Array.from(proto.int32Data),
  uint2: (proto) => Uint8Array.from(proto.int32Data),
  int2: (proto) => Uint8Array.from(proto.int32Data),
};
