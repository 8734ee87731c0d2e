import type { Backend, ForwardPass } from "@symplectic-adjoint/core";

/** Frees a forward pass that nobody will receive: its outputs, and what its pullback would have needed. */
export function discardPass<A>(
  pass: Pick<ForwardPass<A>, "outputs" | "release">,
  backend: Pick<Backend<A>, "release">,
): void {
  for (const output of pass.outputs) backend.release(output);
  pass.release();
}
