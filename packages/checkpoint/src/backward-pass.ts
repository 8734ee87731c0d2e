import {
  type Backend,
  type CheckpointAction,
  type CheckpointSchedule,
  type CheckpointStore,
  chain,
  isReading,
  type MaybeReading,
  type OdeError,
  type State,
} from "@symplectic-adjoint/core";
import { CurrentState } from "./current-state.js";
import { scheduleError } from "./schedule-error.js";
import { placeOf } from "./sorted-steps.js";
import { StepSet } from "./step-set.js";

/** Input of `reverseWithCheckpoints`: a schedule, a store, and functions that advance and reverse steps. */
export interface ReverseWithCheckpoints<A> {
  readonly backend: Pick<Backend<A>, "retain" | "release">;
  readonly schedule: CheckpointSchedule;
  /** Contains the checkpoints of the forward pass. */
  readonly store: CheckpointStore<A>;
  /** Number of steps of the forward pass. */
  readonly total: number;
  /** Bytes of one checkpoint, for schedules that use it. */
  readonly bytes: number;
  /**
   * Whether to keep the store's checkpoints for another backward pass. Default false. With a schedule that bounds their
   * number, those that it drops are kept only until it needs their places; the first one is kept in any case.
   */
  readonly keepCheckpoints?: boolean | undefined;
  /** Called with each restored checkpoint, which the store still owns. */
  restore?(state: State<A>, step: number): void;
  /**
   * Replays steps from … to − 1 without recording. The result is retained, and the executor takes ownership of it;
   * `state` is borrowed.
   */
  advance(state: State<A>, from: number, to: number): MaybeReading<State<A>, A>;
  /** Pulls the cotangent back through steps from … to − 1; `state`, the one before `from`, is borrowed. */
  reverse(state: State<A>, from: number, to: number): MaybeReading<void, A>;
}

/** Executes the actions of a schedule in a backward pass, and rejects those that would give a wrong gradient. */
export class BackwardPass<A> {
  readonly #options: ReverseWithCheckpoints<A>;
  readonly #current: CurrentState<A>;
  /** If checkpoints are kept for another pass: those that the schedule has not dropped. */
  readonly #known: StepSet | undefined;
  /** Those of the start that are still in the store, dropped or not. */
  readonly #kept: StepSet | undefined;
  /** Of these, the dropped ones whose places may be needed. */
  readonly #replaceable: Array<number> = [];
  /** Checkpoints that the schedule added. */
  readonly #added = new Set<number>();
  /** Steps not yet reversed: 0 … remaining − 1. */
  #remaining: number;

  constructor(options: ReverseWithCheckpoints<A>) {
    this.#options = options;
    this.#current = new CurrentState(options.backend);
    if (options.keepCheckpoints === true) {
      this.#known = new StepSet(options.total, options.store.steps());
      this.#kept = new StepSet(options.total, options.store.steps());
    }
    this.#remaining = options.total;
  }

  /** Returns a reading only if the store or a step has to wait. */
  perform(action: CheckpointAction): MaybeReading<void, A> {
    switch (action.type) {
      case "restore":
        return this.#restore(action.step);
      case "advance":
        return this.#advance(action.to);
      case "store":
        return this.#store(action.step, action.level);
      case "drop":
        return this.#drop(action.step);
      case "move":
        return this.#move(action.step, action.level);
      case "reverse":
        return this.#reverse(action.from, action.to);
      default:
        throw this.#error(`yields an unknown action, ${JSON.stringify(action)}`);
    }
  }

  requireComplete(): void {
    if (this.#remaining === 0) return;
    throw this.#error(`ends before steps 0 … ${this.#remaining - 1} are reversed`);
  }

  /** Releases the states that the pass owns and those it added to the store; may be called early. */
  end(): void {
    this.#current.letGo();
    for (const step of this.#added) this.#options.store.remove(step);
  }

  /** Announces a checkpoint that will be restored soon to a store that can prefetch. */
  announce(step: number): void {
    if (this.#has(step)) this.#options.store.prefetch?.(step);
  }

  #restore(step: number): MaybeReading<void, A> {
    if (!this.#has(step)) {
      throw this.#error(`restores step ${step}, which has no checkpoint`);
    }
    this.#current.letGo();
    const answer = this.#options.store.get(step);
    // No closure is made where the answer is there, here and below.
    if (isReading(answer)) return chain(answer, (state) => this.#restored(state, step));
    return this.#restored(answer, step);
  }

  #restored(state: State<A>, step: number): void {
    this.#current.borrow(state, step);
    this.#options.restore?.(state, step);
  }

  #advance(to: number): MaybeReading<void, A> {
    const { state, step } = this.#current;
    if (state === undefined) throw this.#noState(`advances to step ${to}`);
    if (!Number.isInteger(to) || to <= step || to > this.#options.total) {
      throw this.#error(
        `advances to step ${to}, which is not after step ${step} and up to ${this.#options.total}`,
      );
    }
    return chain(this.#options.advance(state, step, to), (end) => this.#current.own(end, to));
  }

  #store(step: number, level: number | undefined): MaybeReading<void, A> {
    const { state } = this.#current;
    if (state === undefined) throw this.#noState(`stores step ${step}`);
    if (step !== this.#current.step) {
      throw this.#error(
        `stores step ${step}, but the current state is the one before step ${this.#current.step}`,
      );
    }
    if (this.#has(step)) return undefined;
    this.#known?.add(step);
    if (this.#kept?.has(step)) return this.#reuse(step);
    this.#makeRoom(level);
    this.#added.add(step);
    return this.#options.store.put(step, state, level);
  }

  #drop(step: number): void {
    if (!this.#has(step)) return;
    this.#known?.delete(step);
    if (!this.#kept?.has(step)) this.#remove(step);
    // Another pass needs the first one.
    else if (this.#options.schedule.checkpoints !== undefined && step !== this.#kept.first())
      this.#replaceable.push(step);
  }

  /** Stores what was dropped, and is still in the store. */
  #reuse(step: number): void {
    const place = this.#replaceable.indexOf(step);
    if (place >= 0) this.#replaceable.splice(place, 1);
  }

  #move(step: number, level: number): MaybeReading<void, A> {
    if (!this.#has(step)) throw this.#error(`moves step ${step}, which has no checkpoint`);
    const { store } = this.#options;
    if (store.move === undefined) return undefined;
    this.#makeRoom(level);
    if (this.#current.step === step) this.#current.outliveLender();
    return store.move(step, level);
  }

  #remove(step: number): void {
    if (this.#current.step === step) this.#current.outliveLender();
    this.#added.delete(step);
    this.#options.store.remove(step);
  }

  /** Removes checkpoints that are kept for another pass, if the schedule needs their places. */
  #makeRoom(level: number | undefined): void {
    const { schedule, store } = this.#options;
    if (schedule.checkpoints === undefined) return;
    // How many places each level has is not known here.
    const places = level === undefined ? schedule.checkpoints : 0;
    while (store.steps().length >= places) {
      const step = this.#replaceable.pop();
      if (step === undefined) return;
      this.#kept?.delete(step);
      this.#remove(step);
    }
  }

  #reverse(from: number, to: number): MaybeReading<void, A> {
    const { state, step } = this.#current;
    if (to !== this.#remaining || !(from < to)) {
      throw this.#error(
        `reverses steps ${from} … ${to} − 1, but the segment must end with step ${this.#remaining - 1}`,
      );
    }
    if (state === undefined) throw this.#noState(`reverses steps ${from} … ${to} − 1`);
    if (from !== step) {
      throw this.#error(
        `reverses steps ${from} … ${to} − 1, but the current state is the one before step ${step}`,
      );
    }
    const answer = this.#options.reverse(state, from, to);
    if (isReading(answer)) return chain(answer, () => this.#reversed(from));
    return this.#reversed(from);
  }

  #reversed(from: number): void {
    this.#remaining = from;
    this.#current.letGo();
  }

  /** Whether there is a checkpoint, as far as the schedule knows. */
  #has(step: number): boolean {
    if (this.#known !== undefined) return this.#known.has(step);
    const steps = this.#options.store.steps();
    return steps.at(placeOf(steps, step)) === step;
  }

  #noState(what: string): OdeError {
    return this.#error(
      `${what} without a current state: it must restore one first, also after each reverse`,
    );
  }

  #error(problem: string): OdeError {
    return scheduleError(this.#options.schedule, problem);
  }
}
