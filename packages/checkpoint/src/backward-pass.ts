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
  /** Whether to keep the store's checkpoints for another backward pass. Default false. */
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
  /** Contents of the store at the start, of steps to be reversed. */
  readonly #before: ReadonlySet<number>;
  /** Checkpoints not dropped by the schedule. The store may contain more if checkpoints are kept. */
  readonly #known: Set<number>;
  /** Steps not yet reversed: 0 … remaining − 1. */
  #remaining: number;

  constructor(options: ReverseWithCheckpoints<A>, before: ReadonlyArray<number>) {
    this.#options = options;
    this.#current = new CurrentState(options.backend);
    this.#before = new Set(before);
    this.#known = new Set(before);
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
        return this.#store(action.step);
      case "drop":
        return this.#drop(action.step);
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
    const { store } = this.#options;
    for (const step of [...store.steps()]) if (!this.#before.has(step)) store.remove(step);
  }

  /** Announces a checkpoint that will be restored soon to a store that can prefetch. */
  announce(step: number): void {
    if (this.#known.has(step)) this.#options.store.prefetch?.(step);
  }

  #restore(step: number): MaybeReading<void, A> {
    if (!this.#known.has(step)) {
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

  #store(step: number): MaybeReading<void, A> {
    const { state } = this.#current;
    if (state === undefined) throw this.#noState(`stores step ${step}`);
    if (step !== this.#current.step) {
      throw this.#error(
        `stores step ${step}, but the current state is the one before step ${this.#current.step}`,
      );
    }
    if (this.#known.has(step)) return undefined;
    this.#known.add(step);
    if (this.#isKept(step)) return undefined;
    return this.#options.store.put(step, state);
  }

  #drop(step: number): void {
    if (!this.#known.delete(step) || this.#isKept(step)) return;
    if (this.#current.step === step) this.#current.outliveLender();
    this.#options.store.remove(step);
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

  /** Whether the store keeps this checkpoint of the forward pass, dropped or not. */
  #isKept(step: number): boolean {
    return this.#options.keepCheckpoints === true && this.#before.has(step);
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
