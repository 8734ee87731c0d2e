import type { Tolerances } from "../steps/tolerances.js";
import type { State } from "../trees/state.js";
import type { Structure } from "../trees/tree.js";
import type { Dynamics } from "./dynamics.js";
import type { FunctionRequest } from "./state-function.js";
import type { UserTape } from "./user-tape.js";

/**
 * The array operations that solvers and gradients need. `A` is the backend's array handle; a scalar is a handle or, if
 * the value is on the host, a number.
 *
 * **Ownership.** Arrays created between `openScope` and `closeScope` are freed when the scope closes, except the
 * survivors, which the caller (and the enclosing scope, if any) then owns. Arrays that must outlive all scopes are
 * retained, and released once. Garbage-collected backends implement these as no-ops.
 */
export interface Backend<A> {
  readonly name: string;
  /** Precision of its arrays. Times, steps, tolerances and coefficients are doubles everywhere. */
  readonly precision: "float32" | "float64";
  /** Whether `readSync` is supported; if not, adaptive solves must be asynchronous. */
  readonly readsSynchronously: boolean;
  /** The tape of the backend's automatic differentiation, if it has one. */
  readonly tape?: UserTape<A>;

  /** Whether a value is an array of this backend. */
  isArray(value: unknown): value is A;
  /** Lengths of the array's axes. */
  shape(array: A): ReadonlyArray<number>;
  /** Bytes of the array's values. */
  bytes(array: A): number;
  /**
   * Describes the problem with a user's array: freed, or of an unsupported type; undefined if valid. Optional: omit it
   * if arrays are always valid.
   *
   * @param anyReal Whether any real type is accepted, as for times.
   */
  faultOf?(array: A, anyReal?: boolean): ArrayFault | undefined;

  /**
   * base + scale · Σ_j weights_j · terms_j, leaf by leaf, as new arrays. Terms of weight zero are not read; `terms` may
   * be longer than `weights`. Without a base: the sum alone (zeros, in the shape of terms[0], if all weights are zero).
   */
  linearCombination(
    base: State<A> | undefined,
    scale: number,
    weights: ReadonlyArray<number>,
    terms: ReadonlyArray<State<A>>,
  ): State<A>;

  /**
   * The norm of a step's error: the largest over the leaves of RMS(error / (atol + rtol · max(|from|, |to|))).
   * Propagates NaN and infinity of the error and the states. Correct even if squares overflow or underflow, as long as
   * the result is representable. Skips empty leaves and leaves whose atol is infinite.
   */
  errorNorm(error: State<A>, from: State<A>, to: State<A>, tolerances: Tolerances): A | number;
  /** error / (atol + rtol · max(|from|, |to|)), for user-defined norms. */
  scaledError(error: State<A>, from: State<A>, to: State<A>, tolerances: Tolerances): State<A>;
  /** Σ a ∘ b over all leaves. */
  dot(a: State<A>, b: State<A>): A | number;
  /** New arrays of zeros, of the state's shapes. */
  zerosLike(state: State<A>): State<A>;
  /** total + term. Takes ownership of `total`: the backend may overwrite it, otherwise frees it. */
  accumulate(total: State<A>, term: State<A>): State<A>;

  /**
   * Several linear combinations of the same terms, base + scale · Σ_j weights_rj · terms_j for each row r of `weights`,
   * as rows along a new first axis; at least one row. Terms of weight zero in all rows are not read, and may be holes.
   */
  combineRows(
    base: State<A> | undefined,
    scale: number,
    weights: ReadonlyArray<ReadonlyArray<number>>,
    terms: ReadonlyArray<State<A> | undefined>,
  ): State<A>;
  /** Its transpose: for each row j of `weights`, Σ_r weights_jr · (row r of `stacked`). */
  sumRows(
    stacked: State<A>,
    weights: ReadonlyArray<ReadonlyArray<number>>,
  ): ReadonlyArray<State<A>>;
  /** States with a common first axis, one after another along it. */
  concatenate(blocks: ReadonlyArray<State<A>>): State<A>;
  /** Rows from … to − 1 of a state that `stack` made of `rows` rows, still stacked. */
  sliceRows(stacked: State<A>, rows: number, from: number, to: number): State<A>;
  /** Leaf by leaf, rows along a new first axis. */
  stack(rows: ReadonlyArray<State<A>>): State<A>;
  /** The inverse of `stack`. */
  unstack(stacked: State<A>, rows: number): ReadonlyArray<State<A>>;
  /** Private copies of arrays that the caller might modify later. Optional: omit it if arrays are immutable. */
  copy?(state: State<A>): State<A>;
  /**
   * Takes a snapshot of arrays. The returned function returns the index of an array that was assigned to since, or
   * undefined. Optional: omit it if arrays cannot be assigned to.
   */
  watch?(state: State<A>): () => number | undefined;
  /**
   * The arrays that users see of these: for backends that compute with others, such as compiled functions, whose users have
   * tensors. They are freed by releasing the arrays that they were made of, or are the user's to free. Optional: omit it if
   * users see the backend's arrays.
   */
  present?(state: State<A>): State<A>;
  /**
   * Calls a function of the user with the arrays that users see of these, valid until it returns, and reads the scalar
   * that it returns. Required with `present`.
   */
  lend?(state: State<A>, body: (arrays: State<A>) => A | number): number;
  /** An array of these values. */
  fromHost(values: ArrayLike<number>, shape: ReadonlyArray<number>): A;
  /** A copy of the array's values. */
  toHost(array: A): Promise<Float32Array | Float64Array>;
  /**
   * A copy of the array's values, synchronously.
   *
   * @throws SynchronousReadError if the backend cannot.
   */
  toHostSync(array: A): Float32Array | Float64Array;

  /**
   * Runs `body`, which must not await anything, and counts the bytes of arrays that it creates, each buffer once.
   * Optional: without it, memory is computed from the sizes of arrays. What a device keeps beyond its arrays, such as
   * recycled textures, is not counted.
   */
  measure?<T>(body: () => T): MeasuredMemory<T>;

  /** Opens a scope; scopes nest. */
  openScope(): void;
  /** Frees arrays created since the scope was opened, except the survivors. */
  closeScope(survivors: ReadonlyArray<State<A>>): void;
  /** A handle of the same values that no scope frees. */
  retain(state: State<A>): State<A>;
  /** Frees retained arrays or survivors of a scope. Calling it twice is allowed. */
  release(state: State<A>): void;

  /** The value of a scalar. */
  read(scalar: A | number): Promise<number>;
  /**
   * The value of a scalar, synchronously.
   *
   * @throws SynchronousReadError if the backend cannot.
   */
  readSync(scalar: A | number): number;
}

/** The memory that a computation needed, above what existed when it began. */
export interface MeasuredMemory<T> {
  readonly value: T;
  /** The most bytes that existed at the same time. */
  readonly peakBytes: number;
  /** Bytes at the end. Negative if it freed more than it left. */
  readonly remainingBytes: number;
}

/** What is wrong with an array. */
export interface ArrayFault {
  /** Completes the sentence that starts with the array's name: "is disposed". */
  readonly problem: string;
  /** A sentence that says what to write instead. */
  readonly remedy: string;
}

/** Information about the state, for converting a user's function to {@link Dynamics}. */
export interface DynamicsContext<A> {
  readonly t0: number;
  readonly y0: State<A>;
  readonly structure: Structure;
  /**
   * The parameters to differentiate, as given by the user: a tree of values that the backend accepts as parameters and
   * validates. If omitted, the backend finds them if it can.
   */
  readonly parameters?: unknown;
  /** Whether any gradient is requested. If not, nothing is traced. */
  readonly differentiate: boolean;
  /**
   * How functions get the time: as a number (default), or, where the backend has scalars, as a scalar array, which can be
   * differentiated.
   */
  readonly time?: "number" | "tensor" | undefined;
  /** Other functions of time and state, to be converted to `Dynamics.functions` in this order. */
  readonly functions?: ReadonlyArray<FunctionRequest> | undefined;
}

/** A backend that also converts the user's f to {@link Dynamics}. `F` is the type of f. */
export interface DynamicsBackend<A, F> extends Backend<A> {
  /** f as the solver sees it. @throws OdeError if f, the state or the parameters are invalid. */
  dynamics(func: F, context: DynamicsContext<A>): Dynamics<A>;
}
