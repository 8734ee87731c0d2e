import type { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { asRank3 } from "./as-rank-3.js";
import { type PackedProgram, runPacked } from "./run-packed.js";
import { texturesPerPass } from "./textures-per-pass.js";

const programs = new Map<number, PackedProgram>();

/**
 * Σ c_j T_j of any number of arrays: in one pass for up to the number of textures per shader, usually 16, otherwise in
 * several.
 */
export function combine(
  backend: MathBackendWebGL,
  coefficients: ReadonlyArray<number>,
  terms: ReadonlyArray<TensorInfo>,
): TensorInfo {
  const most = texturesPerPass();
  let total = pass(backend, coefficients.slice(0, most), terms.slice(0, most));
  for (let at = most; at < terms.length; at += most - 1) {
    const before = total;
    try {
      total = pass(
        backend,
        [1, ...coefficients.slice(at, at + most - 1)],
        [before, ...terms.slice(at, at + most - 1)],
      );
    } finally {
      backend.disposeIntermediateTensorInfo(before);
    }
  }
  return total;
}

function pass(
  backend: MathBackendWebGL,
  coefficients: ReadonlyArray<number>,
  terms: ReadonlyArray<TensorInfo>,
): TensorInfo {
  const { shape } = terms[0] as TensorInfo;
  const result = runPacked(backend, programOf(terms.length), asRank3(shape), terms, [coefficients]);
  return { ...result, shape: [...shape] };
}

function programOf(count: number): PackedProgram {
  const known = programs.get(count);
  if (known !== undefined) return known;
  const inputs = Array.from({ length: count }, (_, j) => `T${j}`);
  const sum = inputs.map((name, j) => `c[${j}] * get${name}AtOutCoords()`).join(" + ");
  const program: PackedProgram = {
    inputs,
    uniforms: [{ name: "c", arrayIndex: count, type: "float" }],
    code: `void main() { setOutput(${sum}); }`,
  };
  programs.set(count, program);
  return program;
}
