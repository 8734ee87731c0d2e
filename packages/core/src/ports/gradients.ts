import type { State } from "../trees/state.js";

/** Cotangents of the initial state and of the requested parameters. */
export interface Gradients<A> {
  readonly y0: State<A>;
  readonly parameters: State<A>;
  /** Those of the output times, if requested: scalars, one for each time of the problem. */
  readonly times?: ReadonlyArray<A | number> | undefined;
  /** Those of `stepT` and of `jumpT`, if requested: scalars; 0 for times outside the span. */
  readonly stepT?: ReadonlyArray<A | number> | undefined;
  readonly jumpT?: ReadonlyArray<A | number> | undefined;
}
