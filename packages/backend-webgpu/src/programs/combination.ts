import type { Elementwise } from "./elementwise-program.js";

/**
 * Σ c_j k_j over up to `capacity` inputs, the first `terms` of them, and what the result holds already if `carried` is
 * not 0. How many there are is a number and no part of the program, since compiling one takes longer than many steps.
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
