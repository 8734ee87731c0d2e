import type {
  EventHandler,
  Problem,
  Reading,
  State,
  StepCut,
  StepOperations,
} from "@symplectic-adjoint/core";
import { beginSteps } from "./begin-steps.js";
import type { StepStart } from "./step-start.js";

/**
 * The start of the step after a cut: the state with which the integration continues after the event, as a new value, and
 * the memory of a method that begins there. The caller must release it.
 */
export function* restart<V, A>(
  problem: Problem<A>,
  operations: StepOperations<V, A>,
  cut: StepCut,
): Reading<StepStart<V>, A> {
  const { backend } = problem;
  const events = problem.events as EventHandler<A>;
  const state = events.found[cut.found]?.state as State<A>;
  const y = events.continueFrom(cut, state);
  try {
    return yield* beginSteps(problem, operations, cut.t, y);
  } finally {
    backend.release(y);
  }
}
