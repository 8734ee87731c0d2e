import type { FloatArray } from "../../../program/program.js";

/** A matrix of the arena: where it begins, and the steps from one row and one column to the next. */
export interface MatrixPlace {
  readonly start: number;
  readonly row: number;
  readonly column: number;
}

/** Rows of the inner dimension that are read before the next rows of the result. */
const PANEL = 192;

/**
 * c = a · b, or c += a · b: m × n numbers, one row after another. Two rows and four columns of the result are summed up at
 * a time, in local variables, so that a number that was read is used several times.
 */
export function matMulLoop(
  memory: FloatArray,
  m: number,
  n: number,
  k: number,
  a: MatrixPlace,
  b: MatrixPlace,
  c: number,
  accumulates: boolean,
): void {
  if (k === 0 && !accumulates) for (let i = 0; i < m * n; i++) memory[c + i] = 0;
  for (let first = 0; first < k; first += PANEL) {
    const rows = Math.min(PANEL, k - first);
    const startA = a.start + first * a.column;
    const startB = b.start + first * b.row;
    const adds = accumulates || first > 0;
    let i = 0;
    for (; i + 1 < m; i += 2) {
      const p = startA + i * a.row;
      let j = 0;
      for (; j + 3 < n; j += 4)
        twoRows(memory, n, rows, p, a, startB + j * b.column, b, c + i * n + j, adds);
      for (; j < n; j++) {
        const q = startB + j * b.column;
        oneNumber(memory, rows, p, a.column, q, b.row, c + i * n + j, adds);
        oneNumber(memory, rows, p + a.row, a.column, q, b.row, c + i * n + n + j, adds);
      }
    }
    for (; i < m; i++) {
      const p = startA + i * a.row;
      let j = 0;
      for (; j + 3 < n; j += 4)
        oneRow(memory, rows, p, a.column, startB + j * b.column, b, c + i * n + j, adds);
      for (; j < n; j++)
        oneNumber(memory, rows, p, a.column, startB + j * b.column, b.row, c + i * n + j, adds);
    }
  }
}

/** Two rows and four columns of the result. */
function twoRows(
  memory: FloatArray,
  n: number,
  k: number,
  a: number,
  { row: rowA, column: stepA }: MatrixPlace,
  b: number,
  { row: stepB, column }: MatrixPlace,
  c: number,
  accumulates: boolean,
): void {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let t0 = 0;
  let t1 = 0;
  let t2 = 0;
  let t3 = 0;
  for (let l = 0, p = a, q = b; l < k; l++, p += stepA, q += stepB) {
    const x = memory[p] as number;
    const y = memory[p + rowA] as number;
    const b0 = memory[q] as number;
    const b1 = memory[q + column] as number;
    const b2 = memory[q + 2 * column] as number;
    const b3 = memory[q + 3 * column] as number;
    s0 += x * b0;
    s1 += x * b1;
    s2 += x * b2;
    s3 += x * b3;
    t0 += y * b0;
    t1 += y * b1;
    t2 += y * b2;
    t3 += y * b3;
  }
  storeFour(memory, c, s0, s1, s2, s3, accumulates);
  storeFour(memory, c + n, t0, t1, t2, t3, accumulates);
}

/** One row and four columns of the result. */
function oneRow(
  memory: FloatArray,
  k: number,
  a: number,
  stepA: number,
  b: number,
  { row: stepB, column }: MatrixPlace,
  c: number,
  accumulates: boolean,
): void {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let l = 0, p = a, q = b; l < k; l++, p += stepA, q += stepB) {
    const x = memory[p] as number;
    s0 += x * (memory[q] as number);
    s1 += x * (memory[q + column] as number);
    s2 += x * (memory[q + 2 * column] as number);
    s3 += x * (memory[q + 3 * column] as number);
  }
  storeFour(memory, c, s0, s1, s2, s3, accumulates);
}

function storeFour(
  memory: FloatArray,
  c: number,
  s0: number,
  s1: number,
  s2: number,
  s3: number,
  accumulates: boolean,
): void {
  memory[c] = accumulates ? (memory[c] as number) + s0 : s0;
  memory[c + 1] = accumulates ? (memory[c + 1] as number) + s1 : s1;
  memory[c + 2] = accumulates ? (memory[c + 2] as number) + s2 : s2;
  memory[c + 3] = accumulates ? (memory[c + 3] as number) + s3 : s3;
}

function oneNumber(
  memory: FloatArray,
  k: number,
  a: number,
  stepA: number,
  b: number,
  stepB: number,
  c: number,
  accumulates: boolean,
): void {
  let sum = 0;
  for (let l = 0, p = a, q = b; l < k; l++, p += stepA, q += stepB)
    sum += (memory[p] as number) * (memory[q] as number);
  memory[c] = accumulates ? (memory[c] as number) + sum : sum;
}
