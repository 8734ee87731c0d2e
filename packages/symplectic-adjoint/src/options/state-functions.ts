/** How functions get the time: as a number, or as a scalar array, which can be differentiated. */
export type TimeKind = "number" | "tensor";

/** The time as passed to f and other functions. */
export type TimeOf<A, T extends TimeKind> = T extends "tensor" ? A : number;

/**
 * What `save` may be: a function of time and state, or on the backend float64 an object with its gradient (see
 * `Float64StateFunction`), of parameters `P`.
 */
export type SaveFunction<A, Y, S, T extends TimeKind, P> =
  | {
      // Declared as a method for bivariance, as f is.
      /** What to save at (t, y): a tree of arrays. */
      f(t: TimeOf<A, T>, y: Y): S;
    }["f"]
  | {
      readonly parameters?: P | undefined;
      /** What to save at (t, y). */
      evaluate(t: number, y: Y, parameters: P): S;
      /** Adds the cotangents of y and the parameters to the last two arguments. */
      vjp?(t: number, y: Y, parameters: P, cotangent: S, yBar: Y, parametersBar: P): void;
      /** The cotangent of t. */
      timeVjp?(t: number, y: Y, parameters: P, cotangent: S): number;
    };
