/** The float32 next to x, upwards or downwards. */
export function nextFloat(x: number, direction: 'up' | 'down'): number {
  if (x === 0) return direction === 'up' ? 2 ** -149 : -(2 ** -149);
  const bits = new Int32Array(Float32Array.of(x).buffer);
  bits[0]! += (direction === 'up') === x > 0 ? 1 : -1;
  return new Float32Array(bits.buffer)[0]!;
}
