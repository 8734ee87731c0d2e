import type {
  DenseStep,
  Problem,
  State,
  Step,
  StepCut,
  StepOutput,
} from "@symplectic-adjoint/core";
import type { InterpolationData } from "../step/interpolated.js";
import { OutputList } from "./output-list.js";
import { StepList } from "./step-list.js";
import type { Tally } from "./tally.js";

/** The lengths of more steps are listed at the end: a list that grows copies itself, and leaves garbage. */
const MOST_STEP_SIZES = 1 << 14;

/** What an integration leaves behind: its steps, outputs and dense output. Owns them until they are taken. */
export class WalkRecord<A> {
  readonly steps: StepList = new StepList();
  readonly outputs: OutputList<A>;
  /** Start and slopes of each step, if they are kept; retained. */
  readonly dense: Array<DenseStep<A>> | undefined;
  private readonly problem: Problem<A>;
  private readonly tally: Tally;

  constructor(problem: Problem<A>, tally: Tally, direction: 1 | -1) {
    this.problem = problem;
    this.tally = tally;
    this.outputs = new OutputList(problem, direction);
    this.dense = problem.keepsDense ? [] : undefined;
  }

  /**
   * Keeps the outputs of a step, and returns it as it is to be listed.
   *
   * @param step Without outputs.
   * @param data For what is interpolated within it.
   * @param after The state at its end.
   * @param found Where an event has cut it.
   * @param isLast Whether the integration ends with it, whose end is then an output.
   */
  keepOutputs(
    step: Step,
    data: InterpolationData<A> | undefined,
    after: State<A>,
    found: StepCut | undefined,
    isLast: boolean,
  ): Step {
    const until = found === undefined ? step.end : found.t;
    const endIsLast = isLast && found === undefined;
    const outputs = this.outputs.keepStep(step, data, after, until, endIsLast);
    if (found === undefined) return outputs.length === 0 ? step : withOutputs(step, outputs);
    const { savesSteps, events } = this.problem;
    const ends = found.ends || isLast;
    const cut = { ...found, ends, outputs: [] };
    if (found.exceeds || !(ends || savesSteps)) return { ...step, outputs, cut };
    const state = events?.found[found.found]?.state as State<A>;
    const output = this.outputs.keepCut(found, state);
    return { ...step, outputs: [...outputs, output], cut: { ...cut, outputs: [output.index] } };
  }

  /** Lists an accepted step. */
  push(step: Step, data: InterpolationData<A> | undefined): void {
    const { steps, dense, tally } = this;
    steps.push(step);
    tally.pass.accepted++;
    if (steps.length <= MOST_STEP_SIZES) tally.stepSizes?.push(step.h);
    if (dense === undefined || data === undefined) return;
    const { backend } = this.problem;
    dense.push({
      start: backend.retain(data.start),
      slopes: data.slopes.map((slope) => slope && backend.retain(slope)),
    });
  }

  /** Lists the lengths of the steps that have not been listed yet. */
  completeStepSizes(): void {
    const { stepSizes } = this.tally;
    const { length } = this.steps;
    if (stepSizes === undefined || length <= MOST_STEP_SIZES) return;
    stepSizes.length = length;
    for (let n = MOST_STEP_SIZES; n < length; n++) stepSizes[n] = this.steps.lengthOf(n);
  }

  /** Frees the outputs and dense output unless they are taken, and whatever else it owns. */
  release(keepsOutputs: boolean): void {
    const { backend } = this.problem;
    this.outputs.release(keepsOutputs);
    if (keepsOutputs) return;
    for (const { start, slopes } of this.dense?.splice(0) ?? []) {
      backend.release(start);
      for (const slope of slopes) if (slope !== undefined) backend.release(slope);
    }
  }
}

/** Written out: most steps of a solve with many outputs pass here. */
function withOutputs(
  { t, h, end, firstStageTime, reusesLastStage }: Step,
  outputs: ReadonlyArray<StepOutput>,
): Step {
  return { t, h, end, firstStageTime, reusesLastStage, outputs };
}
