import {
  type Backend,
  type EventHandler,
  type InterpolatedStep,
  type Interpolation,
  isReading,
  newPassStatistics,
  type Problem,
  type Reading,
  type State,
  type Step,
  type StepCut,
  type StepOperations,
} from "@symplectic-adjoint/core";
import {
  beginSteps,
  interpolated,
  interpolatedDerivative,
  interpolatesOutputs,
  plainOperations,
  releaseStages,
  releaseStart,
  replaySteps,
  runSync,
  type StepStart,
} from "@symplectic-adjoint/solver";
import { eventArrays } from "../solve/event-arrays.js";
import { type MovedTimes, movedGrid, movedStep } from "./moved-grid.js";
import { firstRowsOf, movedRowTimes } from "./output-rows.js";
import type { RecordedSolve } from "./recorded-solve.js";

/** Where an output row is taken. */
interface RowPlace {
  /** Index among all rows. */
  readonly row: number;
  readonly theta: number;
}

/** The outputs of the recorded steps, from another start and with other times: stacked, then those of the events; retained. */
export function takeSteps<A>(
  problem: Problem<A>,
  solve: RecordedSolve<A>,
  y0: State<A>,
  moved: MovedTimes,
): State<A> {
  const { backend } = problem;
  const replay = new StepReplay(problem, solve, moved);
  try {
    replay.run(y0);
    return inScope(backend, () => {
      const found = solve.events && eventArrays(backend, solve.events.found, y0);
      const stacked = backend.stack(replay.outputs);
      return found === undefined ? stacked : [...stacked, found.times, ...found.states];
    });
  } finally {
    for (const output of replay.outputs) backend.release(output);
  }
}

class StepReplay<A> {
  /** One per row, retained. */
  readonly outputs: Array<State<A>> = [];
  readonly #problem: Problem<A>;
  readonly #solve: RecordedSolve<A>;
  readonly #grid: (time: number) => number;
  readonly #rowTimes: ReadonlyArray<number>;
  readonly #firstRows: ReadonlyArray<number>;

  constructor(problem: Problem<A>, solve: RecordedSolve<A>, moved: MovedTimes) {
    this.#problem = problem;
    this.#solve = solve;
    this.#grid = movedGrid(problem as unknown as Problem<never>, moved);
    this.#rowTimes = movedRowTimes(problem.times, solve.outputTimes, moved.t);
    this.#firstRows = firstRowsOf(solve);
  }

  run(y0: State<A>): void {
    const { backend, times } = this.#problem;
    const { steps, events } = this.#solve;
    const operations = plainOperations(this.#problem, newPassStatistics());
    let t = this.#grid(times[0] as number);
    const begun = events?.begin(t, y0);
    if (isReading(begun)) runSync(begun, backend);
    for (let row = 0; row < this.#initialRows(); row++) this.#keep(row, t, y0);
    let at = runSync(beginSteps(this.#problem, operations, t, y0), backend);
    try {
      steps.forEach((recorded, n) => {
        const step = movedStep(recorded, t, this.#grid(recorded.end));
        const slopes: Array<ReadonlyArray<State<A> | undefined> | undefined> = [];
        const keeps = { slopes, wantsSlopes: () => this.#wantsSlopes(recorded) };
        // The cut is found again.
        const single = [{ ...step, reusesLastStage: false, cut: undefined }];
        const [, next] = runSync(
          replaySteps(this.#problem, operations, single, 0, 1, at, keeps),
          backend,
        ) as [unknown, StepStart<State<A>>];
        let left: StepStart<State<A>> | undefined;
        try {
          const cut = this.#finish(n, step, at.y, next.y, slopes[0]);
          if (cut !== undefined && !cut.ends) {
            left = runSync(this.#restart(cut, operations), backend);
          }
          t = cut?.t ?? step.end;
        } finally {
          if (slopes[0] !== undefined) releaseStages(this.#problem, operations, slopes[0]);
          releaseStart(this.#problem, operations, at);
          at = next;
          if (left !== undefined) {
            releaseStart(this.#problem, operations, next);
            at = left;
          }
        }
      });
    } finally {
      releaseStart(this.#problem, operations, at);
    }
  }

  /** Keeps the outputs of a step; returns its cut. */
  #finish(
    n: number,
    step: Step,
    before: State<A>,
    after: State<A>,
    slopes: ReadonlyArray<State<A> | undefined> | undefined,
  ): StepCut | undefined {
    const { backend, method } = this.#problem;
    const recorded = this.#solve.steps[n] as Step;
    const interpolation = method.interpolation as Interpolation;
    const data = { start: before, slopes: slopes ?? [] };
    const at = (theta: number): State<A> =>
      theta === 1 ? after : interpolated(backend, interpolation, step, data, theta);
    const inside: InterpolatedStep<A> = {
      ...{ t: step.t, h: step.h, end: step.end, index: n, before, after, at },
      slopeAt: (theta) => interpolatedDerivative(backend, interpolation, data.slopes, theta),
    };
    const cut = this.#cutOf(inside);
    if ((cut === undefined) !== (recorded.cut === undefined)) throw new EventVanished();
    for (const { index, theta } of recorded.outputs) {
      const first = this.#firstRows[index] as number;
      const atCut = recorded.cut?.outputs.includes(index) === true;
      const places: ReadonlyArray<RowPlace> = [theta]
        .flat()
        .map((place, i) => ({ row: first + i, theta: place as number }));
      for (const place of places) {
        const time = this.#rowTimes[place.row] as number;
        if (atCut && cut !== undefined) this.#keepWithin(place.row, cut.t, () => at(cut.theta));
        else if (place.theta === 1 && !this.#isMovedOff(recorded, place.row))
          this.#keep(place.row, step.end, after);
        else this.#keepWithin(place.row, time, () => at((time - step.t) / step.h));
      }
    }
    return cut;
  }

  #cutOf(inside: InterpolatedStep<A>): StepCut | undefined {
    const answer = this.#solve.events?.accepted(inside);
    return isReading(answer) ? runSync(answer, this.#problem.backend) : answer;
  }

  *#restart(
    cut: StepCut,
    operations: StepOperations<State<A>, A>,
  ): Reading<StepStart<State<A>>, A> {
    const { backend } = this.#problem;
    const events = this.#solve.events as EventHandler<A>;
    const y = events.continueFrom(cut, events.found[cut.found]?.state as State<A>);
    try {
      return yield* beginSteps(this.#problem, operations, cut.t, y);
    } finally {
      backend.release(y);
    }
  }

  /** Whether an interpolated output that was at the end of a step has moved: the grid does not move with it. */
  #isMovedOff({ end }: Step, row: number): boolean {
    if (!interpolatesOutputs(this.#problem)) return false;
    return this.#rowTimes[row] !== this.#grid(end) && this.#problem.times.includes(end);
  }

  #wantsSlopes({ outputs }: Step): boolean {
    if (this.#solve.events !== undefined || interpolatesOutputs(this.#problem)) return true;
    return outputs.some(({ theta }) => typeof theta !== "number" || theta !== 1);
  }

  /** The rows before the first step. */
  #initialRows(): number {
    const first = this.#solve.steps.find(({ outputs }) => outputs.length > 0)?.outputs[0];
    return first === undefined ? this.#firstRows.length : (this.#firstRows[first.index] as number);
  }

  #keepWithin(row: number, t: number, state: () => State<A>): void {
    const { backend } = this.#problem;
    backend.openScope();
    try {
      this.#keep(row, t, state());
    } finally {
      backend.closeScope([]);
    }
  }

  /** Keeps the state, or what is saved of it. */
  #keep(row: number, t: number, state: State<A>): void {
    const { backend, save } = this.#problem;
    this.outputs[row] = inScope(backend, () => save?.evaluate(t, state) ?? state);
  }
}

/** An event is not found again near by, so there is no derivative to compare with. */
export class EventVanished extends Error {}

/** The result of `body`, retained. */
export function inScope<A>(backend: Backend<A>, body: () => State<A>): State<A> {
  backend.openScope();
  try {
    return backend.retain(body());
  } finally {
    backend.closeScope([]);
  }
}
