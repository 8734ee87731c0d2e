import type { WebGPUProgram } from "@tensorflow/tfjs-backend-webgpu";

const WORKGROUP = 64;

/** Operator and neutral element of a cumulative program. */
export interface Cumulation {
  readonly name: "sum" | "product";
  readonly operator: "+" | "*";
  readonly nothing: 0 | 1;
}

/**
 * One pass of a cumulative sum or product along the middle axis of an array outer × length × inner: combines each
 * element with the one `step` places before it, or after it if `step` is negative. First, all elements are shifted by
 * `shift` places, which makes the first pass that of an exclusive sum.
 *
 * Shapes are passed as uniforms, so that one program serves them all.
 */
export function cumulativeProgram(
  { name, operator, nothing }: Cumulation,
  type: "f32" | "i32",
  size: number,
): WebGPUProgram {
  return {
    shaderKey: `symplectic_adjoint_cumulative_${name}_${type}`,
    outputShape: [size],
    outputComponent: 1,
    variableNames: ["x"],
    uniforms: "length : i32, inner : i32, step : i32, shift : i32, ",
    size: true,
    dispatchLayout: { x: [0] },
    dispatch: [Math.ceil(size / WORKGROUP), 1, 1],
    workgroupSize: [WORKGROUP, 1, 1],
    getUserCode: () => `
      fn at(index : i32, place : i32, back : i32) -> ${type} {
        let other = place - back;
        if (other < 0 || other >= uniforms.length) { return ${type}(${nothing}); }
        return ${type}(x[index - back * uniforms.inner]);
      }
      fn main(index : i32) {
        if (index < uniforms.size) {
          let place = index / uniforms.inner % uniforms.length;
          let shift = uniforms.shift;
          result[index] = at(index, place, shift) ${operator} at(index, place, shift + uniforms.step);
        }
      }`,
  };
}
