import { checkValue, InvalidArgumentError, must, type Problem } from "@symplectic-adjoint/core";
import { interpolatesOutputs, timeStops } from "@symplectic-adjoint/solver";
import { isNumberList } from "./check-times.js";

const CONTROLLER_TIMES = must(
  (times) => isNumberList(times) && holdsFinite(times),
  "must be a list of finite numbers",
  "Return a list from requiredTimes of the controller, or omit it.",
);

/**
 * Asserts that the step limit is at least the number of required times, each of which needs a step. Creates the grids,
 * so that invalid ones throw before anything is computed.
 *
 * @throws InvalidArgumentError | InvalidTimesError
 */
export function checkStepLimit(
  problem: Pick<
    Problem<never>,
    "times" | "stepT" | "jumpT" | "controller" | "maxNumSteps" | "interpolates" | "method"
  >,
  maxStep: number | undefined,
): void {
  const { times, stepT, jumpT, controller, maxNumSteps } = problem;
  checkLongestStep(times, maxStep, maxNumSteps);
  const grid = controller.requiredTimes?.(times, maxNumSteps, interpolatesOutputs(problem));
  checkValue("What requiredTimes returned", grid, CONTROLLER_TIMES);
  const most = times.length - 1 + stepT.length + jumpT.length + (grid?.length ?? 0);
  if (most <= maxNumSteps) return;
  // They may contain duplicates or lie outside the span.
  const least = timeStops(problem).length;
  if (least <= maxNumSteps) return;
  throw new InvalidArgumentError({
    argument: "maxNumSteps",
    value: maxNumSteps,
    problem: `is less than the number of times that steps must end at, ${least}: outputs, stepT, jumpT and the grid`,
    remedy: "Raise maxNumSteps, or pass fewer times.",
  });
}

/** Without a copy, and not by `every`, which skips holes. */
function holdsFinite(times: ArrayLike<number>): boolean {
  for (let i = 0; i < times.length; i++) if (!Number.isFinite(times[i])) return false;
  return true;
}

function checkLongestStep(
  times: ReadonlyArray<number>,
  maxStep: number | undefined,
  maxNumSteps: number,
): void {
  if (maxStep === undefined) return;
  const span = Math.abs((times[times.length - 1] as number) - (times[0] as number));
  // The last step may be longer by rounding.
  const least = Math.ceil((span / maxStep) * (1 - 1e-6));
  if (least <= maxNumSteps) return;
  throw new InvalidArgumentError({
    argument: "maxStep",
    value: maxStep,
    problem: `would take ${least} steps at least, more than maxNumSteps, ${maxNumSteps}`,
    remedy: "Choose a larger maxStep, or raise maxNumSteps.",
  });
}
