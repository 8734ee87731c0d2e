import type { ForwardPass, Problem } from "@symplectic-adjoint/core";
import { discardPass } from "./discard-pass.js";

/** A forward pass that keeps what f captured until it is released. If that is gone already, the pass is discarded. */
export function holding<A>(
  pass: ForwardPass<A>,
  { backend, dynamics }: Pick<Problem<A>, "backend" | "dynamics">,
): ForwardPass<A> {
  let letGo: (() => void) | undefined;
  try {
    letGo = dynamics.hold?.();
  } catch (error) {
    discardPass(pass, backend);
    throw error;
  }
  if (letGo === undefined) return pass;
  const release = letGo;
  return {
    ...pass,
    release() {
      pass.release();
      release();
    },
  };
}
