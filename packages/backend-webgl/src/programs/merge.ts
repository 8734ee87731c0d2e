import type { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { INFINITE, NON_FINITE_LEVEL } from "./non-finite-level.js";
import type { Partials } from "./reduction.js";
import { type PackedProgram, runPacked } from "./run-packed.js";
import { texturesPerPass } from "./textures-per-pass.js";

/** GLSL: 2^−70 and 2^70, scale factors that keep squares from under- and overflowing. */
export const SMALLER = "8.470329472543003e-22";
export const LARGER = "1.1805916207174113e21";

/** Merges the sums of several leaves to one number. */
export interface LeafMerge {
  readonly name: string;
  /** GLSL: the number of a leaf, from `vec4 sum`. */
  readonly leaf: string;
  /** GLSL: combines two such numbers, `a` and `b`. */
  readonly both: string;
  /** GLSL: the sums, without the second, of a leaf whose number is `total`. */
  readonly sums: string;
  /** GLSL: the result if a value was infinite and none NaN. */
  readonly infinite: string;
}

/**
 * The largest root of mean squares. Besides the squares there are those of numbers 2^70 times smaller and larger, used
 * if the others overflow or underflow.
 */
export const largestRoot: LeafMerge = {
  name: "largestRoot",
  leaf: `nonFiniteLevel(vec4(sum.x)) > 0.5 ? sqrt(sum.z) * ${LARGER} : sum.x < 1e-30 ? sqrt(sum.w) * ${SMALLER} : sqrt(sum.x)`,
  both: "max(a, b)",
  sums: `vec3(total, total * ${SMALLER}, total * ${LARGER}) * vec3(total, total * ${SMALLER}, total * ${LARGER})`,
  infinite: INFINITE,
};

/** The sum; infinities keep their sign, and two of opposite signs give NaN. */
export const plainSum: LeafMerge = {
  name: "plainSum",
  leaf: "sum.x",
  both: "a + b",
  sums: "vec3(total, 0.0, 0.0)",
  infinite: "nonFiniteLevel(vec4(total)) > 0.5 ? total : NAN",
};

/** Merges partial results of all leaves to one scalar. Takes ownership of them. */
export function mergeLeaves(
  backend: MathBackendWebGL,
  merging: LeafMerge,
  leaves: ReadonlyArray<Partials>,
): TensorInfo {
  const most = texturesPerPass();
  const rest = [...leaves];
  try {
    while (rest.length > most) {
      const some = rest.slice(0, most);
      const info = run(backend, merging, some, [2, 2]);
      rest.splice(0, most, { info, count: 1 });
      for (const leaf of some) backend.disposeIntermediateTensorInfo(leaf.info);
    }
    return run(backend, merging, rest, []);
  } finally {
    for (const { info } of rest) backend.disposeIntermediateTensorInfo(info);
  }
}

function run(
  backend: MathBackendWebGL,
  merging: LeafMerge,
  leaves: ReadonlyArray<Partials>,
  shape: ReadonlyArray<number>,
): TensorInfo {
  const infos = leaves.map(({ info }) => info);
  const counts = leaves.map(({ count }) => count);
  return runPacked(backend, programOf(merging, leaves.length, shape.length === 0), shape, infos, [
    counts,
  ]);
}

const programs = new Map<string, PackedProgram>();

function programOf(merging: LeafMerge, leaves: number, last: boolean): PackedProgram {
  const key = `${merging.name} ${leaves} ${last}`;
  const known = programs.get(key);
  if (known !== undefined) return known;
  const inputs = Array.from({ length: leaves }, (_, i) => `P${i}`);
  const sums = inputs.map(
    (name, i) => `
  sum = vec4(0.0);
  for (int i = 0; i < counts[${i}]; i++) {
    vec4 part = get${name}(0, 0, 2 * i);
    sum += part;
    worst = max(worst, part.y);
  }
  total = ${i === 0 ? "leafOf(sum)" : "both(total, leafOf(sum))"};`,
  );
  const program: PackedProgram = {
    inputs,
    uniforms: [{ name: "counts", arrayIndex: leaves, type: "int" }],
    code: `${NON_FINITE_LEVEL}
float leafOf(vec4 sum) { return ${merging.leaf}; }
float both(float a, float b) { return ${merging.both}; }
void main() {
  vec4 sum;
  float total;
  float worst = 0.0;${sums.join("")}
  ${
    last
      ? `setOutput(worst > 1.5 ? NAN : worst > 0.5 ? (${merging.infinite}) : total);`
      : `vec3 sums = ${merging.sums};
  setOutput(vec4(sums.x, worst, sums.yz));`
  }
}`,
  };
  programs.set(key, program);
  return program;
}
