import type { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { BADNESS, INFINITE } from "./badness.js";
import type { Partials } from "./reduction.js";
import { type PackedProgram, runPacked } from "./run-packed.js";
import { texturesPerPass } from "./textures-per-pass.js";

/** How the sums of several leaves become one number. */
export interface Merging {
  readonly name: string;
  /** GLSL: two sums, `a` and `b`, in one. */
  readonly both: string;
  /** GLSL: the result, from `float total`. */
  readonly result: string;
  /** GLSL: the result where something was infinite and nothing NaN. */
  readonly infinite: string;
}

/** √max: of mean squares, the largest root. */
export const largestRoot: Merging = {
  name: "largestRoot",
  both: "max(a, b)",
  result: "sqrt(total)",
  infinite: INFINITE,
};

/** The sum; an infinity counts with its sign, and two of opposite signs are NaN. */
export const plainSum: Merging = {
  name: "plainSum",
  both: "a + b",
  result: "total",
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
  sum = 0.0;
  for (int i = 0; i < counts[${i}]; i++) {
    vec2 part = get${name}(0, 0, 2 * i).xy;
    sum += part.x;
    worst = max(worst, part.y);
  }
  total = ${i === 0 ? "sum" : "both(total, sum)"};`,
  );
  const program: PackedProgram = {
    inputs,
    uniforms: [{ name: "counts", arrayIndex: leaves, type: "int" }],
    code: `${BADNESS}
float both(float a, float b) { return ${merging.both}; }
void main() {
  float sum;
  float total;
  float worst = 0.0;${sums.join("")}
  ${
    last
      ? `setOutput(worst > 1.5 ? NAN : worst > 0.5 ? (${merging.infinite}) : (${merging.result}));`
      : "setOutput(vec4(total, worst, 0.0, 0.0));"
  }
}`,
  };
  programs.set(key, program);
  return program;
}
