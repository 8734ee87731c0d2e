import type { Elementwise } from "./elementwise-program.js";

/** What is added to the terms of a combination, besides them. */
export interface CombinationParts {
  /** The first input, with coefficient 1. */
  readonly base: boolean;
  /** What the result holds already. */
  readonly carried: boolean;
}

/** Σ c_j k_j over `terms` inputs. The base is added last, so that it is rounded to once. */
export function combination(terms: number, { base, carried }: CombinationParts): Elementwise {
  const indices = Array.from({ length: terms }, (_, j) => j);
  const products = indices.map((j) => `uniforms.c${j} * V(k${j}[index])`);
  const sum = [...(carried ? ["result[index]"] : []), ...products].join(" + ");
  return {
    name: `combination_${terms}${base ? "_base" : ""}${carried ? "_carried" : ""}`,
    inputs: [...(base ? ["base"] : []), ...indices.map((j) => `k${j}`)],
    uniforms: indices.map((j) => `c${j} : f32, `).join(""),
    body: `return ${base ? "V(base[index]) + " : ""}(${sum});`,
  };
}
