import type { State } from "../trees/state.js";

/** Cotangents of the initial state and of the parameters that were asked for. */
export interface Gradients<A> {
  readonly y0: State<A>;
  readonly parameters: State<A>;
  /** Of the output times, if they were asked for. */
  readonly times?: ReadonlyArray<number> | undefined;
}
