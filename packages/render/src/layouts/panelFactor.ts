/** Longest side of an enlarged panel, in pixels. */
const longest = 512;

/**
 * How many times a panel is enlarged: the largest whole number that keeps its longer side within 512 pixels. 28 → 18, 224 → 2,
 * 299 → 1; a larger map stays as it is.
 */
export function panelFactor(width: number, height: number): number {
  return Math.max(1, Math.floor(longest / Math.max(width, height)));
}
