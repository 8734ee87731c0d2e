import type { Compilation, Dynamics, State, StateFunction } from "@symplectic-adjoint/core";
import { ReleasedError } from "../imports/core.js";
import type { Edges } from "./edges.js";
import { type LoadedFunction, programCalls } from "./program-calls.js";
import type { SolveParameters } from "./solve-parameters.js";
import { wholeSteps } from "./whole-steps.js";

/** What a compiled function is made of, for one solve. */
export interface CompiledParts<A> {
  readonly func: LoadedFunction;
  /** The other functions: compiled, or as a backend made them. */
  readonly functions: ReadonlyArray<LoadedFunction | StateFunction<A>>;
  readonly edges: Edges<A>;
  readonly parameters: SolveParameters<A>;
  readonly compilation: Compilation;
  /** See `Dynamics.hold`. */
  readonly hold?: (() => () => void) | undefined;
}

/** Dynamics that run programs. Nothing is kept for a VJP but t and y: its program computes the rest again. */
export function compiledDynamics<A>(parts: CompiledParts<A>): Dynamics<A> {
  const { func, functions, edges, parameters, compilation, hold } = parts;
  const { evaluate, pullback } = programCalls(func, edges, parameters);
  return {
    parameters: parameters.arrays,
    evaluate,
    pullback,
    record(t, y) {
      const value = evaluate(t, y);
      let at: State<A> | undefined = edges.retain(y);
      return {
        value,
        pullback(cotangent, wrt, wantsTime) {
          if (at === undefined) throw releasedError();
          return pullback(t, at, cotangent, wrt, wantsTime);
        },
        release() {
          if (at !== undefined) edges.release(at);
          at = undefined;
        },
      };
    },
    functions: functions.map((one) =>
      "program" in one ? programCalls(one, edges, parameters) : one,
    ),
    watchParameters: parameters.watch,
    withParameters: (values, body) => parameters.withValues(values.map(edges.valuesOf), body),
    fusedSteps: wholeSteps(func, edges, parameters),
    compilation,
    ...(hold && { hold }),
  };
}

function releasedError(): ReleasedError {
  return new ReleasedError({
    argument: "A recorded evaluation",
    problem: "was released and cannot be pulled back",
    remedy: "Compute its vector–Jacobian products before release(), or record it again.",
  });
}
