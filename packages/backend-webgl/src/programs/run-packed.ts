import type { GPGPUProgram, MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { asRank3 } from "./as-rank-3.js";

/** A program for texels: what it computes, and the names of what it takes. */
export interface PackedProgram {
  readonly inputs: ReadonlyArray<string>;
  readonly uniforms: NonNullable<GPGPUProgram["customUniforms"]>;
  readonly code: string;
}

/** The values of a program's uniforms, in their order. */
export type UniformValues = ReadonlyArray<ReadonlyArray<number>>;

/**
 * Runs a program on packed textures, in which a texel holds a square of four neighbours: as the engine's own products and
 * elementwise operations leave them. Inputs that are not packed are packed on the way, by the engine.
 *
 * All inputs are seen with three axes, for which packed textures of any rank are laid out alike.
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
  // The result stays packed whatever the flags say: the next program would pack it again.
  return backend.runWebGLProgram(program, views, "float32", values as Array<Array<number>>, true);
}
