import { uniforms } from "@symplectic-adjoint/examples/posterior/normals";

/** `size` places in a list of `length`, drawn at random, the same for the same seed and iteration. */
export function batchAt(
  seed: number,
  iteration: number,
  size: number,
  length: number,
): Array<number> {
  const uniform = uniforms(seed * 1_000_003 + iteration);
  return Array.from({ length: size }, () => Math.floor(uniform() * length));
}
