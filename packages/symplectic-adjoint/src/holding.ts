import type { Dynamics, ForwardPass } from "@symplectic-adjoint/core";

/** A forward pass that keeps what f captured until it is released. */
export function holding<A>(
  pass: ForwardPass<A>,
  dynamics: Pick<Dynamics<A>, "hold">,
): ForwardPass<A> {
  const letGo = dynamics.hold?.();
  if (letGo === undefined) return pass;
  return {
    ...pass,
    release() {
      pass.release();
      letGo();
    },
  };
}
