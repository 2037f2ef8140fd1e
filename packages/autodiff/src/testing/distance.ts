/** Relative L2 distance ‖a − b‖/‖b‖; ‖a‖/floor where b is zero. NaN where any element is not a number. */
export function relativeL2(a: ArrayLike<number>, b: ArrayLike<number>, floor = 1): number {
  const norm = norm2(b);
  return norm2(Array.from(a, (value, i) => value - b[i]!)) / (norm > 0 ? norm : floor);
}

export function norm2(values: ArrayLike<number>): number {
  return Math.sqrt(Array.from(values).reduce((sum, value) => sum + value * value, 0));
}
