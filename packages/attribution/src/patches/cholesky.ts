/** A matrix that is no covariance: some combination of its variables would have no variance, or a negative one. */
export class NotPositiveDefiniteError extends Error {
  override readonly name = 'NotPositiveDefiniteError';

  constructor(row: number) {
    super(`the covariance is not positive definite: variable ${row} is given by those before it`);
  }
}

/**
 * The lower triangle L with L Lᵀ = A. Source: Golub and Van Loan, "Matrix Computations", algorithm 4.2.1.
 *
 * @param a symmetric [n,n], row by row; its upper triangle is not read
 * @returns [n,n], row by row, 0 above the diagonal
 * @throws NotPositiveDefiniteError
 */
export function cholesky(a: Float64Array, n: number): Float64Array {
  const l = new Float64Array(n * n);
  for (let row = 0; row < n; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = a[row * n + column]!;
      for (let k = 0; k < column; k++) sum -= l[row * n + k]! * l[column * n + k]!;
      if (row !== column) l[row * n + column] = sum / l[column * n + column]!;
      else if (sum > 0) l[row * n + row] = Math.sqrt(sum);
      else throw new NotPositiveDefiniteError(row);
    }
  }
  return l;
}

/** X with L X = B. @param l [n,n] lower triangle @param b [n,m], row by row */
export function solveLower(l: Float64Array, n: number, b: Float64Array): Float64Array {
  const m = n === 0 ? 0 : b.length / n;
  const x = b.slice();
  for (let row = 0; row < n; row++) {
    for (let k = 0; k < row; k++) addRow(x, m, { to: row, from: k, factor: -l[row * n + k]! });
    scaleRow(x, m, row, 1 / l[row * n + row]!);
  }
  return x;
}

/** X with Lᵀ X = B. @param l [n,n] lower triangle @param b [n,m], row by row */
export function solveLowerTransposed(l: Float64Array, n: number, b: Float64Array): Float64Array {
  const m = n === 0 ? 0 : b.length / n;
  const x = b.slice();
  for (let row = n - 1; row >= 0; row--) {
    for (let k = row + 1; k < n; k++) addRow(x, m, { to: row, from: k, factor: -l[k * n + row]! });
    scaleRow(x, m, row, 1 / l[row * n + row]!);
  }
  return x;
}

interface RowSum {
  readonly to: number;
  readonly from: number;
  readonly factor: number;
}

function addRow(x: Float64Array, m: number, { to, from, factor }: RowSum): void {
  for (let i = 0; i < m; i++) x[to * m + i]! += factor * x[from * m + i]!;
}

function scaleRow(x: Float64Array, m: number, row: number, factor: number): void {
  for (let i = row * m; i < (row + 1) * m; i++) x[i]! *= factor;
}
