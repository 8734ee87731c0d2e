import {
  type Backend,
  type CheckpointAction,
  type CheckpointSchedule,
  type CheckpointStore,
  chain,
  type MaybeReading,
  type OdeError,
  type State,
} from "@symplectic-adjoint/core";
import { CurrentState } from "./current-state.js";
import { scheduleError } from "./schedule-error.js";

/** What `reverseWithCheckpoints` needs: a schedule, a store, and how steps are taken and pulled back. */
export interface ReverseWithCheckpoints<A> {
  readonly backend: Pick<Backend<A>, "retain" | "release">;
  readonly schedule: CheckpointSchedule;
  /** Holds what the forward pass stored. */
  readonly store: CheckpointStore<A>;
  /** Number of steps of the forward pass. */
  readonly total: number;
  /** Bytes of one checkpoint, for schedules that ask. */
  readonly bytes: number;
  /** Whether the store's checkpoints outlive the pass, so that another one can follow. Default false. */
  readonly keepCheckpoints?: boolean | undefined;
  /** Told of each checkpoint that becomes the current state, which stays the store's. */
  restore?(state: State<A>, step: number): void;
  /** Takes steps from … to − 1, unrecorded. The answer is retained and becomes the executor's; `state` does not. */
  advance(state: State<A>, from: number, to: number): MaybeReading<State<A>, A>;
  /** Pulls the cotangent back through steps from … to − 1; `state`, the one before `from`, is only lent. */
  reverse(state: State<A>, from: number, to: number): MaybeReading<void, A>;
}

/** A backward pass under way: performs a schedule's actions, and refuses those that would give a wrong gradient. */
export class BackwardPass<A> {
  readonly #options: ReverseWithCheckpoints<A>;
  readonly #current: CurrentState<A>;
  /** What the store held at the beginning, of steps that are to be reversed. */
  readonly #before: ReadonlySet<number>;
  /** What the schedule has not dropped. With kept checkpoints the store may hold more. */
  readonly #known: Set<number>;
  /** Steps that are still to be reversed: 0 … remaining − 1. */
  #remaining: number;

  constructor(options: ReverseWithCheckpoints<A>, before: ReadonlyArray<number>) {
    this.#options = options;
    this.#current = new CurrentState(options.backend);
    this.#before = new Set(before);
    this.#known = new Set(before);
    this.#remaining = options.total;
  }

  /** Answers at once, unless the store, or a step, must wait. */
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
    throw this.#error(`ends although steps 0 … ${this.#remaining - 1} are not reversed`);
  }

  /** Releases what the pass owns and what it added to the store; it does no harm to do so early. */
  end(): void {
    this.#current.letGo();
    const { store } = this.#options;
    for (const step of [...store.steps()]) if (!this.#before.has(step)) store.remove(step);
  }

  /** Announces a checkpoint that will be restored soon to a store that can make use of it. */
  announce(step: number): void {
    if (this.#known.has(step)) this.#options.store.prefetch?.(step);
  }

  #restore(step: number): MaybeReading<void, A> {
    if (!this.#known.has(step)) {
      throw this.#error(`restores step ${step}, of which there is no checkpoint`);
    }
    this.#current.letGo();
    return chain(this.#options.store.get(step), (state) => {
      this.#current.borrow(state, step);
      this.#options.restore?.(state, step);
    });
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
        `stores step ${step} where the current state is the one before step ${this.#current.step}`,
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
        `reverses steps ${from} … ${to} − 1, where the segment must end with step ${this.#remaining - 1}`,
      );
    }
    if (state === undefined) throw this.#noState(`reverses steps ${from} … ${to} − 1`);
    if (from !== step) {
      throw this.#error(
        `reverses steps ${from} … ${to} − 1 where the current state is the one before step ${step}`,
      );
    }
    return chain(this.#options.reverse(state, from, to), () => {
      this.#remaining = from;
      this.#current.letGo();
    });
  }

  /** Whether the store still holds a checkpoint of the forward pass, dropped or not. */
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
