import { getTextEncoding } from '@bufbuild/protobuf/wire';
import type { Attribute, GraphNode, Tensor } from './ir.ts';

const { encodeUtf8, decodeUtf8 } = getTextEncoding();

/** Constructors: ONNX distinguishes an int from a float attribute, JavaScript numbers do not. */
export const int = (value: number): Attribute => ({ kind: 'int', value: BigInt(value) });
export const ints = (values: readonly number[]): Attribute => ({ kind: 'ints', value: values.map(BigInt) });
export const float = (value: number): Attribute => ({ kind: 'float', value });
export const string = (value: string): Attribute => ({ kind: 'string', value: encodeUtf8(value) });

/** int64 values beyond ±2⁵³ (Slice's "to the end") are clamped: they only ever mean "as far as it goes". */
function toNumber(value: bigint): number {
  const limit = BigInt(Number.MAX_SAFE_INTEGER);
  return Number(value > limit ? limit : value < -limit ? -limit : value);
}

export function intAttribute(node: GraphNode, name: string, fallback: number): number {
  const attribute = node.attributes.get(name);
  return attribute?.kind === 'int' ? toNumber(attribute.value) : fallback;
}

export function intsAttribute(node: GraphNode, name: string): number[] | undefined {
  const attribute = node.attributes.get(name);
  return attribute?.kind === 'ints' ? attribute.value.map(toNumber) : undefined;
}

export function floatAttribute(node: GraphNode, name: string, fallback: number): number {
  const attribute = node.attributes.get(name);
  return attribute?.kind === 'float' ? attribute.value : fallback;
}

export function floatsAttribute(node: GraphNode, name: string): readonly number[] | undefined {
  const attribute = node.attributes.get(name);
  return attribute?.kind === 'floats' ? attribute.value : undefined;
}

export function stringAttribute(node: GraphNode, name: string, fallback: string): string {
  const attribute = node.attributes.get(name);
  return attribute?.kind === 'string' ? decodeUtf8(attribute.value) : fallback;
}

export function tensorAttribute(node: GraphNode, name: string): Tensor | undefined {
  const attribute = node.attributes.get(name);
  return attribute?.kind === 'tensor' ? attribute.value : undefined;
}
