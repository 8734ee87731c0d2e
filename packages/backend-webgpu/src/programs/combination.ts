import type { Elementwise } from "./elementwise-program.js";

/**
 * Σ c_j k_j over the first `terms` of up to `capacity` inputs, plus the previous contents of the result if `carried` is
 * not 0. The number of terms is a uniform, because compiling a program takes longer than many steps.
 */
export function combination(capacity: number): Elementwise {
  const indices = Array.from({ length: capacity }, (_, j) => j);
  const [first, ...others] = indices.map((j) => `uniforms.c${j} * V(k${j}[index])`);
  const sums = others.map((product, j) => `if (uniforms.terms > ${j + 1}) { sum += ${product}; }`);
  return {
    name: `combination_${capacity}`,
    inputs: indices.map((j) => `k${j}`),
    uniforms: `terms : i32, carried : i32, ${indices.map((j) => `c${j} : f32, `).join("")}`,
    body: `
      var sum = ${first};
      ${sums.join("\n")}
      if (uniforms.carried != 0) { sum += result[index]; }
      return sum;`,
  };
}
