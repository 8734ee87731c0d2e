import type { WebGPUProgram } from "@tensorflow/tfjs-backend-webgpu";

/** Rows and columns of the product that a thread computes: each number read serves several products. */
const ROWS = 8;
const COLUMNS = 8;
const WORKGROUP = 16;

/** Steps between the elements of a matrix, in rows and in columns: a transposed one has them the other way round. */
export interface Strides {
  readonly row: number;
  readonly column: number;
}

/** A product of two matrices without barriers: every thread reads its inputs separately. */
export function matMulProgram(rows: number, columns: number): WebGPUProgram {
  const tiles = Math.ceil(rows / ROWS) * Math.ceil(columns / COLUMNS);
  return {
    shaderKey: "symplectic_adjoint_mat_mul",
    outputShape: [rows * columns],
    outputComponent: 1,
    variableNames: ["left", "right"],
    uniforms:
      "rows : i32, columns : i32, inner : i32, leftRow : i32, leftColumn : i32, rightRow : i32, rightColumn : i32, ",
    dispatchLayout: { x: [0] },
    dispatch: [Math.ceil(tiles / WORKGROUP), 1, 1],
    workgroupSize: [WORKGROUP, 1, 1],
    getUserCode: source,
  };
}

function source(): string {
  const rows = Array.from({ length: ROWS }, (_, r) => r);
  const columns = Array.from({ length: COLUMNS }, (_, c) => c);
  const each = <T>(items: ReadonlyArray<T>, text: (item: T) => string): string =>
    items.map(text).join("\n");
  // Out-of-range rows and columns are clamped and not written.
  return `
    fn main(index : i32) {
      let across = (uniforms.columns + ${COLUMNS - 1}) / ${COLUMNS};
      let row = index / across * ${ROWS};
      let column = index % across * ${COLUMNS};
      if (row >= uniforms.rows) { return; }
      ${each(rows, (r) => `var a${r} = min(row + ${r}, uniforms.rows - 1) * uniforms.leftRow;`)}
      ${each(columns, (c) => `var b${c} = min(column + ${c}, uniforms.columns - 1) * uniforms.rightColumn;`)}
      ${each(rows, (r) => each(columns, (c) => `var s${r}_${c} = 0.0;`))}
      for (var k = 0; k < uniforms.inner; k++) {
        ${each(columns, (c) => `let y${c} = f32(right[b${c}]); b${c} += uniforms.rightRow;`)}
        ${each(rows, (r) => `let x${r} = f32(left[a${r}]); a${r} += uniforms.leftColumn;`)}
        ${each(rows, (r) => each(columns, (c) => `s${r}_${c} += x${r} * y${c};`))}
      }
      ${each(
        rows,
        (r) => `if (row + ${r} < uniforms.rows) {
          let start = (row + ${r}) * uniforms.columns + column;
          ${each(columns, (c) => `if (column + ${c} < uniforms.columns) { result[start + ${c}] = s${r}_${c}; }`)}
        }`,
      )}
    }`;
}
