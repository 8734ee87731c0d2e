import type { Tolerances } from "../steps/tolerances.js";
import type { State } from "../trees/state.js";
import type { Structure } from "../trees/tree.js";
import type { Dynamics } from "./dynamics.js";
import type { UserTape } from "./user-tape.js";

/**
 * The few operations on arrays that solving and differentiating need. `A` is the engine's array handle; a scalar is a
 * handle too, or at once a number where the engine has it.
 *
 * **Who frees what.** Arrays made between `openScope` and `closeScope` are freed when the scope closes, except the
 * survivors, which then belong to the caller (and to the enclosing scope, if there is one). What must outlive every
 * scope is retained, and released once. An engine with garbage collection makes all of these no-ops.
 */
export interface Backend<A> {
  readonly name: string;
  /** Precision of its arrays. Times, steps, tolerances and coefficients are doubles everywhere. */
  readonly precision: "float32" | "float64";
  /** Whether `readSync` works; where not, adaptive solves are asynchronous. */
  readonly readsSynchronously: boolean;
  /** The tape of the engine's own automatic differentiation, where it has one. */
  readonly tape?: UserTape<A>;

  /** Whether a value is an array of this engine. */
  isArray(value: unknown): value is A;
  /** Lengths of the array's axes. */
  shape(array: A): ReadonlyArray<number>;
  /** Bytes of the array's values. */
  bytes(array: A): number;
  /**
   * What is wrong with an array of the user's: it was freed, or its numbers are not the engine's. Undefined if nothing is;
   * engines whose arrays are always good need none.
   *
   * @param anyReal Whether real numbers of any type will do, as for times.
   */
  faultOf?(array: A, anyReal?: boolean): ArrayFault | undefined;

  /**
   * base + scale · Σ_j weights_j · terms_j, leaf by leaf, as new arrays. Terms of weight zero are not read; `terms` may
   * be longer than `weights`. Without a base: the sum alone (zeros, in the shape of terms[0], if all weights vanish).
   */
  linearCombination(
    base: State<A> | undefined,
    scale: number,
    weights: ReadonlyArray<number>,
    terms: ReadonlyArray<State<A>>,
  ): State<A>;

  /**
   * The norm of a step's error: the largest over the leaves of RMS(error / (atol + rtol · max(|from|, |to|))).
   * NaN and infinity survive it, in the error and in the states. Where squares overflow or vanish it is right all the same,
   * as far as the engine's numbers can hold it. An empty leaf does not count, nor does one whose
   * atol is infinite.
   */
  errorNorm(error: State<A>, from: State<A>, to: State<A>, tolerances: Tolerances): A | number;
  /** error / (atol + rtol · max(|from|, |to|)), for norms of the user's own. */
  scaledError(error: State<A>, from: State<A>, to: State<A>, tolerances: Tolerances): State<A>;
  /** Σ a ∘ b over all leaves. */
  dot(a: State<A>, b: State<A>): A | number;
  /** New arrays of zeros, of the state's shapes. */
  zerosLike(state: State<A>): State<A>;
  /** total + term, where `total` is given away: the engine may write into it, and frees it if it does not. */
  accumulate(total: State<A>, term: State<A>): State<A>;

  /** Leaf by leaf, rows along a new first axis. */
  stack(rows: ReadonlyArray<State<A>>): State<A>;
  /** The inverse of `stack`. */
  unstack(stacked: State<A>, rows: number): ReadonlyArray<State<A>>;
  /**
   * Arrays of the same values that nobody else can write into, for what a caller hands over to a solve. Engines whose
   * arrays never change have none.
   */
  copy?(state: State<A>): State<A>;
  /**
   * Remembers arrays as they are now. The answer, called later, returns the index of one that was assigned to since, or
   * undefined. Engines whose arrays cannot be assigned to have none.
   */
  watch?(state: State<A>): () => number | undefined;
  /** An array of these values. */
  fromHost(values: ArrayLike<number>, shape: ReadonlyArray<number>): A;
  /** A copy of the array's values. */
  toHost(array: A): Promise<Float32Array | Float64Array>;
  /**
   * A copy of the array's values, at once.
   *
   * @throws SynchronousReadError where the engine cannot.
   */
  toHostSync(array: A): Float32Array | Float64Array;

  /** Begins a scope; scopes nest. */
  openScope(): void;
  /** Frees what was made since the scope was opened, except the survivors. */
  closeScope(survivors: ReadonlyArray<State<A>>): void;
  /** A handle of the same values that no scope frees. */
  retain(state: State<A>): State<A>;
  /** Frees retained arrays, or survivors of a scope. Once is enough, twice does no harm. */
  release(state: State<A>): void;

  /** The value of a scalar. */
  read(scalar: A | number): Promise<number>;
  /**
   * The value of a scalar, at once.
   *
   * @throws SynchronousReadError where the engine cannot.
   */
  readSync(scalar: A | number): number;
}

/** What is wrong with an array. */
export interface ArrayFault {
  /** Completes the sentence that starts with the array's name: "is disposed". */
  readonly problem: string;
  /** A sentence that says what to write instead. */
  readonly remedy: string;
}

/** What is known of the state when a user's function becomes {@link Dynamics}. */
export interface DynamicsContext<A> {
  readonly t0: number;
  readonly y0: State<A>;
  readonly structure: Structure;
  /**
   * The parameters whose gradient is wanted, as the user gave them: a tree of what the engine takes for a parameter, which
   * it checks. When absent it finds them, if it can.
   */
  readonly parameters?: unknown;
  /** Whether a gradient is wanted at all. When not, nothing is traced. */
  readonly differentiate: boolean;
}

/** A backend that also knows how its users write f. `F` is the type of such a function. */
export interface DynamicsBackend<A, F> extends Backend<A> {
  /** f as the solver sees it. @throws OdeError when f, the state or the parameters are invalid. */
  dynamics(func: F, context: DynamicsContext<A>): Dynamics<A>;
}
