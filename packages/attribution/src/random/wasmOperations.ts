import { type Code, unsigned } from './wasmModule.ts';

const simd = (opcode: number): Code => [0xfd, unsigned(opcode)];
const binary =
  (opcode: number) =>
  (a: Code, b: Code): Code => [a, b, simd(opcode)];
const unary =
  (opcode: number) =>
  (a: Code): Code => [a, simd(opcode)];

export const get = (local: number): Code => [0x20, unsigned(local)];
/** Leaves nothing on the stack. */
export const set = (local: number, value: Code): Code => [value, 0x21, unsigned(local)];
/** Stores and leaves the value. */
export const tee = (local: number, value: Code): Code => [value, 0x22, unsigned(local)];

export const addI32 = (a: Code, b: Code): Code => [a, b, 0x6a];
export const lessThan = (a: Code, b: Code): Code => [a, b, 0x49];
/** A constant from 0 to 63. */
export const smallI32 = (value: number): Code => [0x41, value];
/** Repeats while the condition, evaluated at the end, holds. */
export const loopWhile = (body: Code, condition: Code): Code => [0x03, 0x40, body, condition, 0x0d, 0x00, 0x0b];

const bytesOf = (array: ArrayBufferView): number[] => [...new Uint8Array(array.buffer)];
export const i32x4 = (...lanes: readonly number[]): Code => [simd(0x0c), bytesOf(Int32Array.from(lanes))];
export const i64x2 = (value: bigint): Code => [simd(0x0c), bytesOf(BigInt64Array.of(value, value))];
export const f64x2 = (value: number): Code => [simd(0x0c), bytesOf(Float64Array.of(value, value))];
export const splatI32 = unary(0x11);

export const and = binary(0x4e);
export const or = binary(0x50);
export const xor = binary(0x51);
/** Bits of `a` where the mask is set, of `b` elsewhere. */
export const select = (a: Code, b: Code, mask: Code): Code => [a, b, mask, simd(0x52)];
/** Bytes of `a` (0 to 15) and `b` (16 to 31) by their numbers. */
export const shuffle = (a: Code, b: Code, lanes: readonly number[]): Code => [a, b, simd(0x0d), lanes];

export const add = binary(0xae);
/** 64-bit products of the lower two, or upper two, unsigned lanes. */
export const productsLow = binary(0xde);
export const productsHigh = binary(0xdf);
export const subtract64 = binary(0xd1);
export const shiftRight64 = (a: Code, bits: number): Code => [a, smallI32(bits), simd(0xcd)];

export const addF64 = binary(0xf0);
export const subtractF64 = binary(0xf1);
export const multiplyF64 = binary(0xf2);
export const divideF64 = binary(0xf3);
export const sqrtF64 = unary(0xef);
export const greaterF64 = binary(0x4a);
/** Of the lower two lanes. */
export const fromSigned = unary(0xfe);
export const fromUnsigned = unary(0xff);
/** To float32, in the lower two lanes. */
export const toFloat32 = unary(0x5e);

/** Leaves nothing on the stack: one half of a vector to `address` + `offset`. */
export const storeHalf = (address: Code, value: Code, half: 0 | 1, offset: number): Code => [
  address,
  value,
  simd(0x5b),
  3,
  unsigned(offset),
  half,
];
