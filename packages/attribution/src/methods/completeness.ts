/**
 * How far shares are from adding up to what they are shares of: Σ shares − whole, and its size as a share of the whole; null where that
 * is 0.
 */
export function completeness(shares: Iterable<number>, whole: number): { gap: number; relativeGap: number | null } {
  let sum = 0;
  for (const value of shares) sum += value;
  const gap = sum - whole;
  return { gap, relativeGap: whole === 0 ? null : Math.abs(gap / whole) };
}
