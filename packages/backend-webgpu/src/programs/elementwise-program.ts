import type { WebGPUProgram } from "@tensorflow/tfjs-backend-webgpu";

/** A program that computes each element of its result from the elements at the same place of its inputs. */
export interface Elementwise {
  /** Key of the program: it must determine the number of inputs and the body. */
  readonly name: string;
  readonly inputs: ReadonlyArray<string>;
  /** Declarations of numbers: "c : f32, ". */
  readonly uniforms?: string;
  /** Functions that the body calls. */
  readonly declarations?: string;
  /**
   * WGSL statements that end in `return`, for the element `index`. `V` stands for `f32` or `vec4<f32>`, `B` for the type of
   * their bits. An input must be read as `V(name[index])`: a tensor that was cast from integers still holds integers.
   */
  readonly body: string;
}

const WORKGROUP = 64;

/** The program for `size` elements, four at a time if divisible. */
export function elementwiseProgram(
  { name, inputs, uniforms = "", declarations = "", body }: Elementwise,
  size: number,
  components: 1 | 4 = componentsOf(size),
): WebGPUProgram {
  const items = size / components;
  return {
    shaderKey: `symplectic_adjoint_${name}_${components}`,
    outputShape: [size],
    outputComponent: components,
    variableNames: [...inputs],
    uniforms,
    // Declares uniforms.size, the number of items.
    size: true,
    dispatchLayout: { x: [0] },
    dispatch: [Math.ceil(items / WORKGROUP), 1, 1],
    workgroupSize: [WORKGROUP, 1, 1],
    getUserCode: () => `
      ${aliases(components)}
      ${declarations}
      fn element(index : i32) -> V { ${body} }
      fn main(index : i32) {
        if (index < uniforms.size) { result[index] = element(index); }
      }`,
  };
}

/** Number of elements per thread. */
export function componentsOf(size: number): 1 | 4 {
  return size % 4 === 0 ? 4 : 1;
}

/** V, one or four numbers, and B, their bits; the sum of the numbers, and the largest of the bits. */
export function aliases(components: 1 | 4): string {
  return components === 4
    ? `alias V = vec4<f32>;
      alias B = vec4<u32>;
      fn total(x : V) -> f32 { return (x.x + x.y) + (x.z + x.w); }
      fn largest(x : B) -> u32 { return max(max(x.x, x.y), max(x.z, x.w)); }`
    : `alias V = f32;
      alias B = u32;
      fn total(x : V) -> f32 { return x; }
      fn largest(x : B) -> u32 { return x; }`;
}
