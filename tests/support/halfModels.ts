import type { ElementType, Model, Tensor } from '@smoothgrad/onnx';

type Half = Extract<ElementType, 'float16' | 'bfloat16'>;

/** A float32 model with its inputs and weights in half precision, as exporters write it. */
export function inHalf(model: Model, type: Half): Model {
  return withConstants(model, (tensor) => toHalf(tensor, type), type);
}

/** A float32 model with its weights rounded to half precision. */
export function roundedToHalf(model: Model, type: Half): Model {
  return withConstants(model, (tensor) => rounded(tensor, type), 'float32');
}

function withConstants(model: Model, convert: (tensor: Tensor) => Tensor, elementType: ElementType): Model {
  const { inputs, initializers } = model.graph;
  const converted = [...initializers].map(
    ([name, tensor]) => [name, tensor.type === 'float32' ? convert(tensor) : tensor] as const,
  );
  const retyped = inputs.map(({ name, type }) => ({ name, type: { ...type, elementType } }));
  return { ...model, graph: { ...model.graph, inputs: retyped, initializers: new Map(converted) } };
}

/** The tensor in half precision. */
export function toHalf(tensor: Tensor, type: Half): Tensor {
  const bits = Uint16Array.from(float32Of(tensor), type === 'float16' ? halfBits : bfloatBits);
  return { ...tensor, type, data: { kind: 'inline', bytes: new Uint8Array(bits.buffer) } };
}

/** The tensor in float32, rounded to half precision. */
export function rounded(tensor: Tensor, type: Half): Tensor {
  const [bits, value] = type === 'float16' ? [halfBits, fromHalfBits] : [bfloatBits, fromBfloatBits];
  const values = float32Of(tensor).map((x) => value(bits(x)));
  return { ...tensor, data: { kind: 'inline', bytes: new Uint8Array(values.buffer) } };
}

function float32Of({ data }: Tensor): Float32Array<ArrayBuffer> {
  if (data.kind !== 'inline') throw new Error('inline constants only');
  return new Float32Array(data.bytes.slice().buffer);
}

/** Nearest binary16, for numbers below its largest. */
export function halfBits(value: number): number {
  if (value === 0) return 0;
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(value))), -14);
  const steps = Math.round(Math.abs(value) / 2 ** (exponent - 10));
  return (value < 0 ? 0x8000 : 0) + ((exponent + 14) << 10) + steps;
}

export function fromHalfBits(bits: number): number {
  const exponent = (bits >> 10) & 0x1f;
  const fraction = (bits & 0x3ff) / 1024;
  const magnitude = exponent === 0 ? fraction * 2 ** -14 : (1 + fraction) * 2 ** (exponent - 15);
  return bits & 0x8000 ? -magnitude : magnitude;
}

/** The upper half of a float32, rounded. */
function bfloatBits(value: number): number {
  const bits = new Uint32Array(Float32Array.of(value).buffer)[0]!;
  return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
}

function fromBfloatBits(bits: number): number {
  return new Float32Array(Uint32Array.of(bits * 65536).buffer)[0]!;
}
