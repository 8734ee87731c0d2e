import type { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { asRank3 } from "./as-rank-3.js";
import { type PackedProgram, runPacked } from "./run-packed.js";

const program: PackedProgram = {
  inputs: ["E", "X", "Y"],
  uniforms: [
    { name: "rtol", type: "float" },
    { name: "atol", type: "float" },
  ],
  // Tests bits, because x - x need not be NaN for infinity.
  code: `
bvec4 finite(vec4 values) {
  return lessThan(floatBitsToUint(values) & uvec4(0x7fffffffu), uvec4(0x7f800000u));
}
void main() {
  vec4 x = getXAtOutCoords();
  vec4 y = getYAtOutCoords();
  vec4 scale = atol + rtol * max(abs(x), abs(y));
  vec4 quotient = mix(vec4(NAN), getEAtOutCoords() / scale, finite(scale));
  setOutput(mix(vec4(NAN), mix(vec4(NAN), quotient, finite(x)), finite(y)));
}`,
};

/** error / (atol + rtol · max(|from|, |to|)) of one array; NaN if the scale is not finite. */
export function scaledErrorOf(
  backend: MathBackendWebGL,
  error: TensorInfo,
  from: TensorInfo,
  to: TensorInfo,
  rtol: number,
  atol: number,
): TensorInfo {
  const result = runPacked(
    backend,
    program,
    asRank3(error.shape),
    [error, from, to],
    [[rtol], [atol]],
  );
  return { ...result, shape: [...error.shape] };
}
