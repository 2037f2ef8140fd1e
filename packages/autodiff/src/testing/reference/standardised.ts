/** (x − mean)/√(variance + ε) within each run of `length` neighbours. */
export function standardised(x: Float64Array, length: number, epsilon: number): Float64Array {
  const y = new Float64Array(x.length);
  for (let start = 0; start < x.length; start += length) {
    const run = x.subarray(start, start + length);
    const mean = run.reduce((sum, value) => sum + value, 0) / length;
    const variance = run.reduce((sum, value) => sum + (value - mean) ** 2, 0) / length;
    run.forEach((value, i) => {
      y[start + i] = (value - mean) / Math.sqrt(variance + epsilon);
    });
  }
  return y;
}
