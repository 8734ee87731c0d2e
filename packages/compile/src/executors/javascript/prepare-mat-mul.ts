import type { FloatArray, MatMulInstruction } from "../../program/program.js";
import { type MatrixPlace, matMulLoop } from "./loops/mat-mul-loop.js";
import { outerProductLoop } from "./loops/outer-product-loop.js";
import { unaryLoop } from "./loops/unary-loops.js";

/** A product of matrices with its epilogue, ready to run. */
export function prepareMatMul(memory: FloatArray, instruction: MatMulInstruction): () => void {
  const product = prepareProduct(memory, instruction);
  const { batch, m, n, c, bias, activation } = instruction;
  if (bias === undefined && activation === undefined) return product;
  const rows = batch * m;
  const activate = activation === undefined ? undefined : unaryLoop(activation);
  return () => {
    product();
    if (bias !== undefined) addToRows(memory, rows, n, bias, c);
    activate?.(memory, rows * n, c, c, c, c);
  };
}

function prepareProduct(
  memory: FloatArray,
  { batch, m, n, k, a, b, c, transposeA, transposeB, accumulates, ...strides }: MatMulInstruction,
): () => void {
  const { strideA, strideB, strideC } = strides;
  if (batch === 1 && k === 1) return () => outerProductLoop(memory, m, n, a, b, c, accumulates);
  const places: Array<[MatrixPlace, MatrixPlace, number]> = [];
  for (let i = 0; i < batch; i++)
    places.push([
      place(a + i * strideA, transposeA, k, m),
      place(b + i * strideB, transposeB, n, k),
      c + i * strideC,
    ]);
  return () => {
    for (const [left, right, result] of places)
      matMulLoop(memory, m, n, k, left, right, result, accumulates);
  };
}

/** A matrix whose rows have `columns` numbers, or, exchanged, whose columns have `rows`. */
function place(start: number, transposed: boolean, columns: number, rows: number): MatrixPlace {
  return transposed ? { start, row: 1, column: rows } : { start, row: columns, column: 1 };
}

function addToRows(memory: FloatArray, rows: number, n: number, bias: number, c: number): void {
  for (let i = 0, row = c; i < rows; i++, row += n)
    for (let j = 0; j < n; j++)
      memory[row + j] = (memory[row + j] as number) + (memory[bias + j] as number);
}
