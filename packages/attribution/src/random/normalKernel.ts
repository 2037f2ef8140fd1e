import { coefficients } from './boxMuller.ts';
import { PHILOX } from './philox.ts';
import { type Code, I32, instantiate, moduleBytes, V128, type WasmFunction } from './wasmModule.ts';
import {
  add,
  addF64,
  addI32,
  and,
  divideF64,
  f64x2,
  fromSigned,
  fromUnsigned,
  get,
  greaterF64,
  i32x4,
  i64x2,
  lessThan,
  loopWhile,
  multiplyF64,
  or,
  productsHigh,
  productsLow,
  select,
  set,
  shiftRight64,
  shuffle,
  smallI32,
  splatI32,
  sqrtF64,
  storeHalf,
  subtract64,
  subtractF64,
  tee,
  toFloat32,
  xor,
} from './wasmOperations.ts';

/** Blocks the kernel makes at most in one call: its memory. A multiple of four. */
export const KERNEL_BLOCKS = 4096;

const BLOCK_BYTES = 16;

// Parameters: where the counter begins and the bytes to write, a multiple of 64; the words of sample and seed.
const [LOW, BYTES, HIGH, SAMPLE_LOW, SAMPLE_HIGH, SEED_LOW, SEED_HIGH, ADDRESS] = [0, 1, 2, 3, 4, 5, 6, 7];
const [C0, C1, C2, C3, K0, K1, T0, T1, T2, T3, COUNTER] = [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18];
const [M, S, Z, Q, SIN, RADIUS, COS2] = [19, 20, 21, 22, 23, 24, 25];

/** The words of 64-bit products of four lanes: the higher and the lower ones. */
const HIGHER = [4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31];
const LOWER = [0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27];
const UPPER_HALF = [8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15];
/** The lower words of two 64-bit lanes. */
const NARROW = [0, 1, 2, 3, 8, 9, 10, 11, 0, 1, 2, 3, 8, 9, 10, 11];
/** Two lanes of each, in turn. */
const INTERLEAVE = [0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23];

/** One round on four blocks at once; see `philox.ts`. */
function round(): Code {
  const products = (word: number, multiplier: number, low: number, high: number): Code => [
    set(low, productsLow(get(word), splat(multiplier))),
    set(high, productsHigh(get(word), splat(multiplier))),
  ];
  return [
    products(C0, PHILOX.m0, T0, T1),
    products(C2, PHILOX.m1, T2, T3),
    set(C0, xor(xor(shuffle(get(T2), get(T3), HIGHER), get(C1)), get(K0))),
    set(C1, shuffle(get(T2), get(T3), LOWER)),
    set(C2, xor(xor(shuffle(get(T0), get(T1), HIGHER), get(C3)), get(K1))),
    set(C3, shuffle(get(T0), get(T1), LOWER)),
    set(K0, add(get(K0), splat(PHILOX.w0))),
    set(K1, add(get(K1), splat(PHILOX.w1))),
  ];
}

const splat = (value: number) => i32x4(value, value, value, value);

/** Coefficients from the constant one up, in `x`. */
function polynomial(values: readonly number[], x: Code): Code {
  const [first, ...rest] = values;
  return rest.length === 0 ? f64x2(first!) : addF64(f64x2(first!), multiplyF64(x, polynomial(rest, x)));
}

/** Two pairs of words (the lower lanes) to two pairs of normal numbers, operation by operation as `boxMuller.ts` does it. */
function twoPairs(u: Code, v: Code): Code {
  const double = (x: Code) => multiplyF64(f64x2(2), x);
  const one = f64x2(1);
  const exponent = shiftRight64(get(M), 52);
  return [
    // 2 u + 1 = 2ᵉ m: its bits hold e + 1023 and the fraction.
    set(M, addF64(double(fromUnsigned(u)), one)),
    set(Q, exponent),
    set(M, or(and(get(M), i64x2(0xfffffffffffffn)), one)),
    set(S, greaterF64(get(M), f64x2(Math.SQRT2))),
    // Minus −1 where the fraction is halved.
    set(Q, subtract64(get(Q), get(S))),
    set(M, select(multiplyF64(get(M), f64x2(0.5)), get(M), get(S))),
    set(S, divideF64(subtractF64(get(M), one), addF64(get(M), one))),
    set(Z, multiplyF64(get(S), get(S))),
    set(
      RADIUS,
      addF64(
        multiplyF64(subtractF64(fromSigned(shuffle(get(Q), get(Q), NARROW)), f64x2(1023 + 33)), f64x2(Math.LN2)),
        multiplyF64(double(get(S)), polynomial(coefficients.log, get(Z))),
      ),
    ),
    set(RADIUS, sqrtF64(multiplyF64(f64x2(-2), get(RADIUS)))),
    set(Q, multiplyF64(fromSigned(v), f64x2(coefficients.quarterAngle))),
    set(Z, multiplyF64(get(Q), get(Q))),
    set(SIN, multiplyF64(get(Q), polynomial(coefficients.sinc, get(Z)))),
    set(S, multiplyF64(double(get(SIN)), polynomial(coefficients.cos, get(Z)))),
    set(COS2, subtractF64(one, multiplyF64(double(get(SIN)), get(SIN)))),
    set(M, multiplyF64(get(RADIUS), subtractF64(one, multiplyF64(double(get(S)), get(S))))),
    set(Q, multiplyF64(get(RADIUS), multiplyF64(double(get(S)), get(COS2)))),
  ];
}

/** Writes the numbers of two words of two blocks each, `word` bytes into the blocks. */
function writePairs(u: number, v: number, word: number): Code {
  const half = (vector: number, upper: boolean): Code =>
    upper ? shuffle(get(vector), get(vector), UPPER_HALF) : get(vector);
  return [false, true].map((upper) => {
    const at = word + (upper ? 2 * BLOCK_BYTES : 0);
    return [
      twoPairs(half(u, upper), half(v, upper)),
      storeHalf(get(ADDRESS), tee(T0, shuffle(toFloat32(get(M)), toFloat32(get(Q)), INTERLEAVE)), 0, at),
      storeHalf(get(ADDRESS), get(T0), 1, at + BLOCK_BYTES),
    ];
  });
}

function body(): Code {
  const fourBlocks = [
    set(C0, get(COUNTER)),
    set(C1, splatI32(get(HIGH))),
    set(C2, splatI32(get(SAMPLE_LOW))),
    set(C3, splatI32(get(SAMPLE_HIGH))),
    set(K0, splatI32(get(SEED_LOW))),
    set(K1, splatI32(get(SEED_HIGH))),
    Array<Code>(PHILOX.rounds).fill(round()),
    writePairs(C0, C1, 0),
    writePairs(C2, C3, BLOCK_BYTES / 2),
    set(COUNTER, add(get(COUNTER), splat(4))),
  ];
  const next = tee(ADDRESS, addI32(addI32(get(ADDRESS), smallI32(32)), smallI32(32)));
  return [set(COUNTER, add(splatI32(get(LOW)), i32x4(0, 1, 2, 3))), loopWhile(fourBlocks, lessThan(next, get(BYTES)))];
}

let kernel: { readonly instance: WasmFunction | undefined } | undefined;

/** Philox and Box-Muller as SIMD instructions, bit by bit what `boxMuller(fillPhiloxBlocks(…))` gives, in a quarter of the time. */
export function normalKernel(): WasmFunction | undefined {
  kernel ??= {
    instance: instantiate(
      moduleBytes(
        {
          parameters: Array.from({ length: 7 }, () => I32),
          locals: [I32, ...Array.from({ length: COS2 - ADDRESS }, () => V128)],
          body: body(),
        },
        (KERNEL_BLOCKS * BLOCK_BYTES) / 65_536,
      ),
    ),
  };
  return kernel.instance;
}
