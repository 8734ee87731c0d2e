import { nextAfter, type Problem, type Step } from "@symplectic-adjoint/core";
import { timeStops } from "@symplectic-adjoint/solver";

/** Small enough that f sees almost the same state in all stages, large enough for times to differ. */
const FRACTION = 2 ** -20;

/** A short first step, on which memory is measured; undefined if there are no steps. */
export function probeStep(
  problem: Pick<Problem<unknown>, "times" | "stepT" | "jumpT" | "controller">,
): Step | undefined {
  const [first] = timeStops(problem);
  if (first === undefined) return undefined;
  const { time: stop } = first;
  const t = problem.times[0] as number;
  const short = t + (stop - t) * FRACTION;
  const end = short === t ? stop : short;
  const firstStageTime = problem.jumpT.includes(t) ? nextAfter(t, stop > t ? 1 : -1) : t;
  return { t, h: end - t, end, firstStageTime, reusesLastStage: false, outputs: [] };
}
