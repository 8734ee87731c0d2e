import type { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { BADNESS, INFINITE } from "./badness.js";
import type { Partials } from "./reduction.js";
import { type PackedProgram, runPacked } from "./run-packed.js";
import { texturesPerPass } from "./textures-per-pass.js";

/** GLSL: 2^−70 and 2^70, by which numbers are moved away from where their squares vanish or overflow. */
export const SMALLER = "8.470329472543003e-22";
export const LARGER = "1.1805916207174113e21";

/** How the sums of several leaves become one number. */
export interface Merging {
  readonly name: string;
  /** GLSL: the number of a leaf, from `vec4 sum`. */
  readonly leaf: string;
  /** GLSL: two such numbers, `a` and `b`, in one. */
  readonly both: string;
  /** GLSL: the sums, without the second, of a leaf whose number is `total`. */
  readonly sums: string;
  /** GLSL: the result where something was infinite and nothing NaN. */
  readonly infinite: string;
}

/**
 * Of mean squares, the largest root. Beside the squares there are those of numbers 2^70 times smaller and larger, which stand
 * in where the others overflow or vanish.
 */
export const largestRoot: Merging = {
  name: "largestRoot",
  leaf: `badness(vec4(sum.x)) > 0.5 ? sqrt(sum.z) * ${LARGER} : sum.x < 1e-30 ? sqrt(sum.w) * ${SMALLER} : sqrt(sum.x)`,
  both: "max(a, b)",
  sums: `vec3(total, total * ${SMALLER}, total * ${LARGER}) * vec3(total, total * ${SMALLER}, total * ${LARGER})`,
  infinite: INFINITE,
};

/** The sum; an infinity counts with its sign, and two of opposite signs are NaN. */
export const plainSum: Merging = {
  name: "plainSum",
  leaf: "sum.x",
  both: "a + b",
  sums: "vec3(total, 0.0, 0.0)",
  infinite: "badness(vec4(total)) > 0.5 ? total : NAN",
};

/** Partial results of all leaves in one scalar. Gives them away. */
export function merge(
  backend: MathBackendWebGL,
  merging: Merging,
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
  merging: Merging,
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

function programOf(merging: Merging, leaves: number, last: boolean): PackedProgram {
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
    code: `${BADNESS}
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
