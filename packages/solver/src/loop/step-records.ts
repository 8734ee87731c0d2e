import { nextAfter, type Step, type StepOutput } from "@symplectic-adjoint/core";

const NO_OUTPUTS: ReadonlyArray<StepOutput> = Object.freeze([]);

// How the time of the first stage follows from the start of the step.
const AT_START = 0;
const AFTER_START = 1;
const BEFORE_START = 2;
const REUSES_LAST_STAGE = 4;

/**
 * A long list of steps, in nine bytes per step instead of more than a hundred: the end of a step, of which its start, its
 * length and the time of its first stage are functions. Steps for which they are not or that were cut, and outputs, are kept as they are.
 */
export class StepRecords {
  length = 0;
  #ends = new Float64Array(1024);
  #kinds = new Uint8Array(1024);
  readonly #outputs = new Map<number, ReadonlyArray<StepOutput>>();
  readonly #others = new Map<number, Step>();

  push(step: Step): void {
    const n = this.length++;
    if (n === this.#ends.length) this.#grow();
    this.#ends[n] = step.end;
    const kind = this.#kindOf(step, n);
    if (kind === undefined) {
      this.#others.set(n, step);
      return;
    }
    this.#kinds[n] = kind;
    if (step.outputs.length > 0) this.#outputs.set(n, step.outputs);
  }

  /** A step; undefined if there is none. */
  at(n: number): Step | undefined {
    if (!(n >= 0 && n < this.length)) return undefined;
    const other = this.#others.get(n);
    if (other !== undefined) return other;
    const t = this.#ends[n - 1] as number;
    const end = this.#ends[n] as number;
    const kind = this.#kinds[n] as number;
    return {
      t,
      h: end - t,
      end,
      firstStageTime: firstStageTime(t, kind),
      reusesLastStage: (kind & REUSES_LAST_STAGE) !== 0,
      outputs: this.#outputs.get(n) ?? NO_OUTPUTS,
    };
  }

  /** The signed length of a step. */
  lengthOf(n: number): number {
    const other = this.#others.get(n);
    if (other !== undefined) return other.h;
    return (this.#ends[n] as number) - (this.#ends[n - 1] as number);
  }

  /** How to compute the step again, bitwise; undefined if it cannot be. */
  #kindOf(
    { t, h, end, firstStageTime: time, reusesLastStage, cut }: Step,
    n: number,
  ): number | undefined {
    if (cut !== undefined || n === 0 || !Object.is(t, this.#ends[n - 1]) || !Object.is(h, end - t))
      return undefined;
    for (const kind of [AT_START, AFTER_START, BEFORE_START])
      if (Object.is(firstStageTime(t, kind), time))
        return kind | (reusesLastStage ? REUSES_LAST_STAGE : 0);
    return undefined;
  }

  #grow(): void {
    const [ends, kinds] = [this.#ends, this.#kinds];
    this.#ends = new Float64Array(2 * ends.length);
    this.#ends.set(ends);
    this.#kinds = new Uint8Array(2 * kinds.length);
    this.#kinds.set(kinds);
  }
}

function firstStageTime(t: number, kind: number): number {
  switch (kind & (AFTER_START | BEFORE_START)) {
    case AFTER_START:
      return nextAfter(t, 1);
    case BEFORE_START:
      return nextAfter(t, -1);
    default:
      return t;
  }
}
