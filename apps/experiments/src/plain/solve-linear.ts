/** A factored matrix, which solves systems. */
export interface Factored {
  /** The solution x of A x = b; b is overwritten with it. */
  solve(b: Float64Array): void;
}

/** LU factors of a square matrix with partial pivoting, in place. */
export function factor(a: Float64Array, n: number): Factored {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const at = (i: number, j: number) => a[i * n + j] as number;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(at(i, k)) > Math.abs(at(pivot, k))) pivot = i;
    order[k] = pivot;
    if (pivot !== k) {
      for (let j = 0; j < n; j++) {
        const held = at(k, j);
        a[k * n + j] = at(pivot, j);
        a[pivot * n + j] = held;
      }
    }
    for (let i = k + 1; i < n; i++) {
      const ratio = at(i, k) / at(k, k);
      a[i * n + k] = ratio;
      if (ratio === 0) continue;
      for (let j = k + 1; j < n; j++) a[i * n + j] = at(i, j) - ratio * at(k, j);
    }
  }
  return {
    solve(b) {
      for (let k = 0; k < n; k++) {
        const pivot = order[k] as number;
        const held = b[k] as number;
        b[k] = b[pivot] as number;
        b[pivot] = held;
      }
      for (let i = 0; i < n; i++)
        for (let j = 0; j < i; j++) b[i] = (b[i] as number) - at(i, j) * (b[j] as number);
      for (let i = n - 1; i >= 0; i--) {
        for (let j = i + 1; j < n; j++) b[i] = (b[i] as number) - at(i, j) * (b[j] as number);
        b[i] = (b[i] as number) / at(i, i);
      }
    },
  };
}
