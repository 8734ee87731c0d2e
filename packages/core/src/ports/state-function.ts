import type { State } from "../trees/state.js";
import type { Structure } from "../trees/tree.js";
import type { Cotangents } from "./cotangents.js";

/**
 * A function of time and state, besides f, that may depend on the parameters too: what is saved, the condition of an
 * event, a reset. Its parameters are those of the dynamics, with the same indices.
 */
export interface StateFunction<A> {
  /** Its value, as leaves; not recorded. The enclosing scope owns it, or the caller if there is none. */
  evaluate(t: number, y: State<A>): State<A>;
  /** The structure of its value; known after the first evaluation. */
  readonly structure: Structure | undefined;
  /**
   * Its vector–Jacobian product with `cotangent`, which has the leaves of its value.
   *
   * @param wrt Indices of the parameters whose cotangents are requested.
   * @param wantsTime Whether that of t is requested.
   * @throws UnsupportedGradientError if it is, and the function uses t as a number.
   */
  pullback(
    t: number,
    y: State<A>,
    cotangent: State<A>,
    wrt: ReadonlyArray<number>,
    wantsTime?: boolean,
  ): Cotangents<A> & { readonly value: State<A> };
}

/** A user's function that a backend converts together with f. */
export interface FunctionRequest {
  /** How errors name it: "save", "events[0].condition". */
  readonly name: string;
  /** The user's function, of a type that the backend accepts. */
  readonly func: unknown;
  /** What it returns: a scalar, a state with the structure and shapes of y, or any tree of arrays. */
  readonly returns: "scalar" | "state" | "tree";
}
