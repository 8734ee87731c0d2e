import type { Problem, PullbackRequest, State, Statistics } from "@symplectic-adjoint/core";
import type { Trajectory } from "@symplectic-adjoint/solver";
import { gradientSink } from "../pullback/gradient-sink.js";
import { withinSteps } from "../within/within-steps.js";
import type { ReverseContext } from "./reverse-steps.js";

/** What a forward pass leaves for its pullbacks. */
export interface Reversible<A> {
  /** With an initial state that is still there. */
  readonly problem: Problem<A>;
  readonly trajectory: Pick<Trajectory<A>, "steps" | "outputTimes">;
  readonly statistics: Statistics;
  /** See `GradientSink`: states that follow y in λ. Default 0. */
  readonly memory?: number | undefined;
  readonly keepsStages?: boolean | undefined;
}

/** The input of one reversal, with an empty sink. */
export function reverseContext<A>(
  { problem, trajectory, statistics, memory, keepsStages }: Reversible<A>,
  cotangents: ReadonlyArray<State<A> | undefined>,
  wrt: ReadonlyArray<number>,
  request: PullbackRequest<A> | undefined,
): ReverseContext<A> {
  const { backend, dynamics, y0 } = problem;
  const { steps, outputTimes } = trajectory;
  const parameters = wrt.map((i) => dynamics.parameters[i] as A);
  const sink = gradientSink(backend, y0, parameters, memory);
  const pass = statistics.backward;
  const plain = { problem, steps, cotangents, wrt, pass, sink, keepsStages };
  const within = withinSteps(plain, request, outputTimes);
  return within === undefined ? plain : { ...plain, within };
}
