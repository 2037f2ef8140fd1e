/** erf x = (2/√π)·exp(−x²)·Σₙ 2ⁿx²ⁿ⁺¹/(2n + 1)!!, a series whose terms do not cancel. */
export function errorFunction(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let sum = 0;
  let term = x;
  for (let n = 0; sum + term !== sum; n++) {
    sum += term;
    term *= (2 * x * x) / (2 * n + 3);
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
