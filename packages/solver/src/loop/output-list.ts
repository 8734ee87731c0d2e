import type {
  Interpolation,
  Problem,
  State,
  StepCut,
  StepOutput,
  StepSpan,
} from "@symplectic-adjoint/core";
import { finiteNorm } from "../reading/holds-finite.js";
import { type InterpolationData, interpolated } from "../step/interpolated.js";
import { interpolatesOutputs } from "./time-stops.js";

const NO_OUTPUTS: ReadonlyArray<StepOutput> = Object.freeze([]);

/** A number that is finite exactly if an interpolated output is. */
export interface OutputNorm<A> {
  /** The index of the output. */
  readonly output: number;
  readonly norm: A | number;
}

/**
 * The outputs of an integration: states at output times, or what is saved instead. The outputs strictly within a step are
 * one entry, stacked, unless something else is saved.
 */
export class OutputList<A> {
  /** Retained; freed by `release`, or by who takes them. */
  readonly states: Array<State<A>> = [];
  /** The number of states in each entry, undefined for a single one; undefined if all are single. */
  readonly rows: Array<number | undefined> | undefined;
  /** The times of all states, if they are not the first of the output times. */
  times: Array<number> | undefined;
  /** Tells which interpolated outputs are finite: an error estimate does not cover what only they need. */
  readonly norms: Array<OutputNorm<A>> = [];
  private readonly problem: Problem<A>;
  private readonly direction: 1 | -1;
  private readonly isPlain: boolean;
  private readonly takesNorms: boolean;
  /** Index of the next output time. */
  private nextTime = 0;

  constructor(problem: Problem<A>, direction: 1 | -1) {
    const { readsScalars, save, savesSteps, events } = problem;
    this.problem = problem;
    this.direction = direction;
    const interpolates = interpolatesOutputs(problem);
    this.isPlain = !interpolates && savesSteps !== true && events === undefined;
    this.takesNorms = interpolates && readsScalars;
    if (interpolates && save === undefined) this.rows = [];
    if (savesSteps) this.times = [];
  }

  /** Keeps the initial state, once for each output at that time. */
  keepInitial(y0: State<A>): void {
    const [t0] = this.problem.times;
    do this.keep(y0, t0 as number);
    while (this.problem.times[++this.nextTime] === t0);
  }

  /** Whether a step that ends at a time has no output, as most have not; a quick answer, which may be false too often. */
  passBy(end: number): boolean {
    return this.isPlain && this.problem.times[this.nextTime] !== end;
  }

  /** Whether an output lies within a step, before its end. */
  liesWithin({ t, end }: StepSpan): boolean {
    if (this.isPlain) return false;
    const { times } = this.problem;
    let i = this.nextTime;
    // The step may be attempted before the outputs of the one before it are kept.
    while (i < times.length && !this.isBefore(t, times[i] as number)) i++;
    return i < times.length && this.isBefore(times[i] as number, end);
  }

  /**
   * Keeps the outputs of a step, and returns their places.
   *
   * @param data For outputs within the step.
   * @param until Where the integration left the step: its end, or an event before it.
   * @param isLast Whether the integration ends with the step, whose end is then an output.
   */
  keepStep(
    span: StepSpan,
    data: InterpolationData<A> | undefined,
    after: State<A>,
    until: number,
    isLast: boolean,
  ): ReadonlyArray<StepOutput> {
    const { times, savesSteps } = this.problem;
    const { end } = span;
    const outputs: Array<StepOutput> = [];
    this.keepWithin(span, data, until, outputs);
    if (until !== end) return outputs;
    const lands = times[this.nextTime] === end;
    for (; times[this.nextTime] === end; this.nextTime++)
      outputs.push({ index: this.keep(after, end), theta: 1 });
    if (!lands && (isLast || savesSteps))
      outputs.push({ index: this.keepExtra(after, end), theta: 1 });
    return outputs.length === 0 ? NO_OUTPUTS : outputs;
  }

  /** Keeps the state at an event that has cut a step. */
  keepCut({ t, theta }: StepCut, state: State<A>): StepOutput {
    return { index: this.keepExtra(state, t), theta };
  }

  /** Frees the entries from an index on. */
  truncate(length: number): void {
    const { rows } = this;
    let count = length;
    if (rows !== undefined)
      count = rows.slice(0, length).reduce<number>((sum, each) => sum + (each ?? 1), 0);
    for (const state of this.states.splice(length)) this.problem.backend.release(state);
    rows?.splice(length);
    this.times?.splice(count);
  }

  /** Frees the norms that were not read, and the outputs unless they are taken. */
  release(keepsOutputs: boolean): void {
    for (const { norm } of this.norms.splice(0))
      if (typeof norm !== "number") this.problem.backend.release([norm]);
    if (!keepsOutputs) this.truncate(0);
  }

  /** Keeps the outputs that lie before the end of a step and not after `until`. */
  private keepWithin(
    span: StepSpan,
    data: InterpolationData<A> | undefined,
    until: number,
    outputs: Array<StepOutput>,
  ): void {
    const { times, method, backend, save } = this.problem;
    const within: Array<number> = [];
    for (; this.nextTime < times.length; this.nextTime++) {
      const time = times[this.nextTime] as number;
      if (!this.isBefore(time, span.end) || this.isBefore(until, time)) break;
      within.push(time);
    }
    if (within.length === 0) return;
    const thetas = within.map((time) => Math.min(1, Math.max(0, (time - span.t) / span.h)));
    backend.openScope();
    try {
      const interpolation = method.interpolation as Interpolation;
      const states = interpolated(
        backend,
        interpolation,
        span,
        data as InterpolationData<A>,
        thetas,
      );
      if (this.takesNorms) this.takeNorm(states);
      if (save === undefined) {
        outputs.push({ index: this.states.length, theta: thetas });
        this.states.push(backend.retain(states));
        this.rows?.push(within.length);
        this.times?.push(...within);
      } else {
        backend.unstack(states, within.length).forEach((state, row) => {
          const index = this.keep(state, within[row] as number);
          outputs.push({ index, theta: thetas[row] as number });
        });
      }
    } finally {
      backend.closeScope([]);
    }
  }

  private takeNorm(states: State<A>): void {
    const { backend } = this.problem;
    const norm = finiteNorm(backend, states);
    const kept = typeof norm === "number" ? norm : (backend.retain([norm])[0] as A);
    this.norms.push({ output: this.states.length, norm: kept });
  }

  /** Keeps a state at another time than the first output times. */
  private keepExtra(state: State<A>, t: number): number {
    this.times ??= this.problem.times.slice(0, this.nextTime);
    return this.keep(state, t);
  }

  /** Keeps a state, or what is saved of it, and returns its index. */
  private keep(state: State<A>, t: number): number {
    const { backend, save } = this.problem;
    if (save === undefined) this.states.push(backend.retain(state));
    else {
      backend.openScope();
      try {
        // What is saved may be a part of the state.
        this.states.push(backend.retain(save.evaluate(t, state)));
      } finally {
        backend.closeScope([]);
      }
    }
    this.rows?.push(undefined);
    this.times?.push(t);
    return this.states.length - 1;
  }

  private isBefore(t: number, other: number): boolean {
    return (other - t) * this.direction > 0;
  }
}
