import type { Backend, DenseStep, ForwardPass, State } from "@symplectic-adjoint/core";

/**
 * Frees an unused forward pass: its outputs and the data of its pullback.
 *
 * @param outputs Those that are not released yet.
 */
export function releasePass<A>(
  pass: Pick<ForwardPass<A>, "outputs" | "dense" | "release">,
  backend: Pick<Backend<A>, "release">,
  outputs: ReadonlyArray<State<A>> = pass.outputs,
): void {
  for (const output of outputs) backend.release(output);
  if (pass.dense !== undefined) releaseDense(pass.dense, backend);
  pass.release();
}

/** Frees what dense output needs. */
export function releaseDense<A>(
  steps: ReadonlyArray<DenseStep<A>>,
  backend: Pick<Backend<A>, "release">,
): void {
  for (const { start, slopes } of steps) {
    backend.release(start);
    for (const slope of slopes) if (slope !== undefined) backend.release(slope);
  }
}
