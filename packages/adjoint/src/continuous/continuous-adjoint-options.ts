import {
  type Backend,
  controllerContract,
  type ErrorNorm,
  isCallable,
  type Method,
  methodContract,
  must,
  type Requirement,
  type State,
  type StepSizeController,
  stepLimit,
  tolerance,
} from "@symplectic-adjoint/core";

/** The norm of the error of the augmented state, from the scaled errors of its parts. */
export type AdjointNorm<A> = (scaledError: {
  readonly y: State<A>;
  readonly lambda: State<A>;
  readonly theta: State<A>;
}) => A | number;

/** Options of the backward integration. Omitted options are those of the forward pass. */
export interface ContinuousAdjointOptions<A = unknown> {
  /** Relative tolerance of every leaf, or one for each leaf of y (used for λ too; θ̄ takes the smallest). */
  readonly rtol?: number | ReadonlyArray<number> | undefined;
  readonly atol?: number | ReadonlyArray<number> | undefined;
  readonly method?: Method | undefined;
  readonly controller?: StepSizeController | undefined;
  /**
   * "default": the largest RMS over the leaves of y, λ and θ̄. "seminorm": ignores θ̄, which is a pure quadrature
   * (Kidger, Chen & Lyons, ICML 2021, arXiv 2009.09457). Or a function.
   */
  readonly norm?: "default" | "seminorm" | AdjointNorm<A> | undefined;
  readonly maxNumSteps?: number | undefined;
}

/** A norm of the augmented state: a function, or the name of one. */
export const adjointNormRequirement: Requirement = must(
  (norm) => norm === "default" || norm === "seminorm" || isCallable(norm),
  "must be a function, or the name of one",
  'Write norm: "seminorm", or norm: ({ y, lambda, theta }) => ….',
);

/** Requirements on the options of `continuousAdjoint`. */
export const continuousOptionTable: Readonly<Record<keyof ContinuousAdjointOptions, Requirement>> =
  {
    rtol: tolerance("rtol"),
    atol: tolerance("atol"),
    method: methodContract,
    controller: controllerContract,
    norm: adjointNormRequirement,
    maxNumSteps: stepLimit,
  };

/** A copy of the options, because the caller may modify the object and its lists. */
export function ownOptions<A>(options: ContinuousAdjointOptions<A>): ContinuousAdjointOptions<A> {
  const own = (tolerance: ContinuousAdjointOptions<A>["rtol"]) =>
    typeof tolerance === "object" ? [...tolerance] : tolerance;
  return { ...options, rtol: own(options.rtol), atol: own(options.atol) };
}

/** The norm of the flat augmented state selected by the option; undefined selects the backend's norm. */
export function augmentedNorm<A>(
  norm: ContinuousAdjointOptions<A>["norm"],
  leaves: number,
  { lend }: Pick<Backend<A>, "lend">,
): ErrorNorm<A> | undefined {
  if (typeof norm !== "function") return undefined;
  const ofLeaves = (scaledError: State<A>) =>
    norm({
      y: scaledError.slice(0, leaves),
      lambda: scaledError.slice(leaves, 2 * leaves),
      theta: scaledError.slice(2 * leaves),
    });
  return lend === undefined ? ofLeaves : (scaledError) => lend(scaledError, ofLeaves);
}
