import type { State, StateFunction } from "@symplectic-adjoint/core";
import type { PullContext } from "./step-work.js";

/**
 * The cotangents of a state and of its time, from that of what was saved of it. Adds those of the parameters to the sink.
 * Called in a scope, which owns the result.
 */
export function pullSaved<A>(
  { problem, wrt, sink }: PullContext<A>,
  t: number,
  y: State<A>,
  cotangent: State<A>,
  wantsTime: boolean,
): { readonly y: State<A>; readonly t: A | number } {
  const save = problem.save as StateFunction<A>;
  const pulled = save.pullback(t, y, cotangent, wrt, wantsTime);
  sink.addParameters(pulled.parameters);
  return { y: pulled.y, t: pulled.t ?? 0 };
}
