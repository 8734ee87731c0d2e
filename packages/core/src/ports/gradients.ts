import type { State } from "../trees/state.js";

/** Cotangents of the initial state and of the requested parameters. */
export interface Gradients<A> {
  readonly y0: State<A>;
  readonly parameters: State<A>;
  /** Those of the output times, if requested: scalars. */
  readonly times?: ReadonlyArray<A | number> | undefined;
}
