import type { WebGPUProgram } from "@tensorflow/tfjs-backend-webgpu";

const WORKGROUP = 16;

/**
 * Sums of an array outer × rows × inner over its rows, `chunk` of them per thread, without barriers: an array outer ×
 * chunks × inner.
 */
export function sumRowsProgram(size: number): WebGPUProgram {
  return {
    shaderKey: "symplectic_adjoint_sum_rows",
    outputShape: [size],
    outputComponent: 1,
    variableNames: ["x"],
    uniforms: "rows : i32, inner : i32, chunk : i32, chunks : i32, ",
    size: true,
    dispatchLayout: { x: [0] },
    dispatch: [Math.ceil(size / WORKGROUP), 1, 1],
    workgroupSize: [WORKGROUP, 1, 1],
    getUserCode: () => `
      fn main(index : i32) {
        if (index < uniforms.size) {
          let column = index % uniforms.inner;
          let block = index / uniforms.inner;
          let first = block % uniforms.chunks * uniforms.chunk;
          let last = min(first + uniforms.chunk, uniforms.rows);
          let start = block / uniforms.chunks * uniforms.rows;
          var sum = 0.0;
          for (var row = first; row < last; row++) {
            sum += f32(x[(start + row) * uniforms.inner + column]);
          }
          result[index] = sum;
        }
      }`,
  };
}
