import type { GPGPUProgram, MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { asRank3 } from "./as-rank-3.js";

/** A program for texels: code and input names. */
export interface PackedProgram {
  readonly inputs: ReadonlyArray<string>;
  readonly uniforms: NonNullable<GPGPUProgram["customUniforms"]>;
  readonly code: string;
}

/** The values of a program's uniforms, in their order. */
export type UniformValues = ReadonlyArray<ReadonlyArray<number>>;

/**
 * Runs a program on packed textures, in which a texel holds 2 × 2 neighbours, the layout that the engine's products and
 * elementwise operations produce. The engine packs inputs that are not packed.
 *
 * All inputs are viewed with three axes, for which packed textures of any rank have the same layout.
 *
 * @param outputShape Of two or three axes for a packed result; [] for a plain scalar.
 */
export function runPacked(
  backend: MathBackendWebGL,
  { inputs: names, uniforms, code }: PackedProgram,
  outputShape: ReadonlyArray<number>,
  inputs: ReadonlyArray<TensorInfo>,
  values: UniformValues = [],
): TensorInfo {
  const program: GPGPUProgram = {
    variableNames: [...names],
    outputShape: [...outputShape],
    userCode: code,
    customUniforms: uniforms,
    packedInputs: true,
    packedOutput: outputShape.length > 0,
  };
  const views = inputs.map(({ dataId, shape, dtype }) => ({
    dataId,
    shape: asRank3(shape),
    dtype,
  }));
  // Keep the result packed regardless of flags: the next program would pack it again.
  return backend.runWebGLProgram(program, views, "float32", values as Array<Array<number>>, true);
}
