import { elementCount } from '@smoothgrad/onnx';

/** Numbers in (0, 1), the same for the same seed: Marsaglia's xorshift32. */
export function uniformNumbers(seed: number): () => number {
  let state = (Math.imul(seed + 1, 0x9e3779b1) ^ 0x6a09e667) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return ((state >>> 0) + 0.5) / 2 ** 32;
  };
}

/** Standard normal numbers (Box and Muller), rounded to float32. */
export function normalValues(shape: readonly number[], seed: number): Float32Array {
  const uniform = uniformNumbers(seed);
  return Float32Array.from(
    { length: elementCount(shape) },
    () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
  );
}

/**
 * Shuffled odd multiples of gap/2 around 0: any two differ by at least `gap`, and none is nearer to 0 than gap/2. For
 * operators with a switch, whose derivative jumps where two elements are equal or one is 0.
 */
export function distinctValues(shape: readonly number[], seed: number, gap = 0.0625): Float32Array {
  const uniform = uniformNumbers(seed);
  const count = elementCount(shape);
  const values = Float32Array.from({ length: count }, (_, i) => (i - Math.floor(count / 2) + 0.5) * gap);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    [values[i], values[j]] = [values[j]!, values[i]!];
  }
  return values;
}
