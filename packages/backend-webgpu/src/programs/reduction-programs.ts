import type { WebGPUProgram } from "@tensorflow/tfjs-backend-webgpu";
import { aliases } from "./elementwise-program.js";
import type { Reduction } from "./reduction.js";

const WORKGROUP = 64;

/** Each of `threads` threads sums every threads-th item and writes its partial sum, without synchronisation. */
export function foldProgram(
  reduction: Reduction,
  components: 1 | 4,
  threads: number,
): WebGPUProgram {
  return {
    shaderKey: `symplectic_adjoint_${reduction.name}_fold_${components}`,
    outputShape: [threads],
    outputComponent: 1,
    variableNames: [...reduction.inputs],
    variableComponents: reduction.inputs.map(() => components),
    uniforms: `items : i32, merging : i32, ${reduction.uniforms}`,
    size: true,
    dispatchLayout: { x: [0] },
    dispatch: [Math.ceil(threads / WORKGROUP), 1, 1],
    workgroupSize: [WORKGROUP, 1, 1],
    getUserCode: () => `
      ${aliases(components)}
      ${reduction.sums}
      ${reduction.item}
      fn main(thread : i32) {
        if (thread < uniforms.size) {
          var sum = nothing();
          for (var i = thread; i < uniforms.items; i += uniforms.size) { sum = join(sum, item(i)); }
          result[thread] = encode(sum);
        }
      }`,
  };
}

/** The source of items of a reduction's last program. */
export type FinishSource = 1 | 4 | "partials";

/**
 * One workgroup sums all items, the elements themselves or partial sums, and writes the leaf's number, or merges it
 * with the previous result if `merging` is not 0.
 */
export function finishProgram(
  reduction: Reduction,
  source: FinishSource,
  threads: number,
): WebGPUProgram {
  const inputs = source === "partials" ? ["partials"] : reduction.inputs;
  const item =
    source === "partials"
      ? "fn item(index : i32) -> Sum { return decode(partials[index]); }"
      : reduction.item;
  const components = source === "partials" ? 1 : source;
  return {
    shaderKey: `symplectic_adjoint_${reduction.name}_finish_${source}`,
    outputShape: [1],
    outputComponent: 1,
    variableNames: [...inputs],
    variableComponents: inputs.map(() => components),
    uniforms: `items : i32, merging : i32, ${reduction.uniforms}`,
    dispatchLayout: { x: [0] },
    dispatch: [1, 1, 1],
    workgroupSize: [threads, 1, 1],
    getUserCode: () => `
      ${aliases(components)}
      ${reduction.sums}
      ${reduction.merge}
      ${item}
      const THREADS = ${threads};
      var<workgroup> sums : array<Sum, THREADS>;
      fn main(thread : i32) {
        var sum = nothing();
        for (var i = thread; i < uniforms.items; i += THREADS) { sum = join(sum, item(i)); }
        sums[thread] = sum;
        workgroupBarrier();
        for (var half = THREADS / 2; half > 0; half /= 2) {
          if (thread < half) { sums[thread] = join(sums[thread], sums[thread + half]); }
          workgroupBarrier();
        }
        if (thread == 0) {
          var value = outcome(sums[0]);
          if (uniforms.merging != 0) { value = merge(result[0], value); }
          result[0] = value;
        }
      }`,
  };
}
