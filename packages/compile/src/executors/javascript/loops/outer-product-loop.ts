import type { FloatArray } from "../../../program/program.js";

/** c = a bᵀ, or c += a bᵀ, of two vectors: m × n numbers, one row after another. */
export function outerProductLoop(
  memory: FloatArray,
  m: number,
  n: number,
  a: number,
  b: number,
  c: number,
  accumulates: boolean,
): void {
  for (let i = 0, row = c; i < m; i++, row += n) {
    const x = memory[a + i] as number;
    if (accumulates)
      for (let j = 0; j < n; j++)
        memory[row + j] = (memory[row + j] as number) + x * (memory[b + j] as number);
    else for (let j = 0; j < n; j++) memory[row + j] = x * (memory[b + j] as number);
  }
}
