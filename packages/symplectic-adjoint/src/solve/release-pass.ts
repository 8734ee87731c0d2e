import type { Backend, ForwardPass } from "@symplectic-adjoint/core";

/** Frees an unused forward pass: its outputs and the data of its pullback. */
export function releasePass<A>(
  pass: Pick<ForwardPass<A>, "outputs" | "release">,
  backend: Pick<Backend<A>, "release">,
): void {
  for (const output of pass.outputs) backend.release(output);
  pass.release();
}
