/** Relative L2 distance ‖a − b‖/max(‖b‖, floor). NaN where any element is not a number. */
export function relativeL2(a: ArrayLike<number>, b: ArrayLike<number>, floor = 1e-30): number {
  return norm2(Array.from(a, (value, i) => value - b[i]!)) / Math.max(norm2(b), floor);
}

export function norm2(values: ArrayLike<number>): number {
  return Math.sqrt(Array.from(values).reduce((sum, value) => sum + value * value, 0));
}
