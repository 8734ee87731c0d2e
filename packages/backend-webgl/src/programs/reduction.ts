import type { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { asRank3 } from "./as-rank-3.js";
import { NON_FINITE_LEVEL } from "./non-finite-level.js";
import { type PackedProgram, runPacked, type UniformValues } from "./run-packed.js";

/**
 * Partial results of a reduction, one per texel: the first number is a sum, the second the worst value class (0 finite,
 * 1 infinite, 2 NaN), independent of driver arithmetic. The others are additional sums of the program.
 */
export interface Partials {
  readonly info: TensorInfo;
  readonly count: number;
}

/** Number of texels that one invocation sums: 256 elements, in four separate sums, to limit rounding errors. */
const WINDOW = 64;

/**
 * A program that sums a function of the arrays' elements.
 *
 * @param term GLSL that turns the vectors of four elements, named as the inputs in small letters, into `vec4 value` and
 * `float bad`, and may add to `vec4 others[2]`. Elements that only fill a texel, outside of `bvec4 inside`, are 0 in the vectors; their values must be 0.
 */
export function sumProgram(
  inputs: ReadonlyArray<string>,
  uniforms: PackedProgram["uniforms"],
  term: string,
): PackedProgram {
  const fetches = inputs.map(
    (name) =>
      `vec4 ${name.toLowerCase()} = mix(vec4(0.0), get${name}(batch, row, column), inside);`,
  );
  return {
    inputs,
    uniforms: [{ name: "dims", type: "ivec3" }, ...uniforms],
    code: `${NON_FINITE_LEVEL}
float sumOf(vec4 parts) { return parts.x + parts.y + (parts.z + parts.w); }
void main() {
  int rows = (dims.y + 1) / 2;
  int columns = (dims.z + 1) / 2;
  int first = getOutputCoords().y / 2 * ${WINDOW};
  int end = min(first + ${WINDOW}, dims.x * rows * columns);
  vec4 sums = vec4(0.0);
  vec4 others[2] = vec4[2](vec4(0.0), vec4(0.0));
  float worst = 0.0;
  for (int texel = first; texel < end; texel++) {
    int column = texel % columns * 2;
    int row = texel / columns % rows * 2;
    int batch = texel / columns / rows;
    bool right = column + 1 < dims.z;
    bool below = row + 1 < dims.y;
    bvec4 inside = bvec4(true, right, below, right && below);
    ${fetches.join("\n    ")}
    ${term}
    sums += value;
    worst = max(worst, bad);
  }
  setOutput(vec4(sumOf(sums), worst, sumOf(others[0]), sumOf(others[1])));
}`,
  };
}

/** Runs a {@link sumProgram} over arrays of one shape. */
export function sumElements(
  backend: MathBackendWebGL,
  program: PackedProgram,
  arrays: ReadonlyArray<TensorInfo>,
  values: UniformValues,
): Partials {
  const dims = asRank3((arrays[0] as TensorInfo).shape);
  const texels = dims[0] * Math.ceil(dims[1] / 2) * Math.ceil(dims[2] / 2);
  const count = Math.ceil(texels / WINDOW);
  return { info: runPacked(backend, program, [2, 2 * count], arrays, [dims, ...values]), count };
}

const again: PackedProgram = {
  inputs: ["P"],
  uniforms: [{ name: "count", type: "int" }],
  code: `
void main() {
  int first = getOutputCoords().y / 2 * ${WINDOW};
  int end = min(first + ${WINDOW}, count);
  vec4 total = vec4(0.0);
  for (int i = first; i < end; i++) {
    vec4 part = getP(0, 0, 2 * i);
    total = vec4(total.x + part.x, max(total.y, part.y), total.zw + part.zw);
  }
  setOutput(total);
}`,
};

/** Reduces partial results until few are left; takes ownership of its input. */
export function reducePartials(backend: MathBackendWebGL, partials: Partials): Partials {
  let { info, count } = partials;
  while (count > WINDOW) {
    const before = info;
    const fewer = Math.ceil(count / WINDOW);
    try {
      info = runPacked(backend, again, [2, 2 * fewer], [before], [[count]]);
    } finally {
      backend.disposeIntermediateTensorInfo(before);
    }
    count = fewer;
  }
  return { info, count };
}
