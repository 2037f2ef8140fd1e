/** Spearman's rank correlation of two lists of numbers; equal numbers share the mean of their ranks. NaN where one is constant. */
export function rankCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [ranksA, ranksB] = [ranksOf(a), ranksOf(b)];
  const mean = (a.length - 1) / 2;
  let [product, squareA, squareB] = [0, 0, 0];
  for (let i = 0; i < ranksA.length; i++) {
    const [u, v] = [ranksA[i]! - mean, ranksB[i]! - mean];
    product += u * v;
    squareA += u * u;
    squareB += v * v;
  }
  return product / Math.sqrt(squareA * squareB);
}

function ranksOf(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from({ length: values.length }, (_, i) => i).sort((i, j) => values[i]! - values[j]!);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1]!] === values[order[from]!]) to++;
    for (let k = from; k <= to; k++) ranks[order[k]!] = (from + to) / 2;
    from = to + 1;
  }
  return ranks;
}
