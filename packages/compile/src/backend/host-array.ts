import type { State } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { tfjs } from "../imports/backend-tfjs.js";
import { keep, tensor } from "../imports/tfjs-core.js";
import type { FloatArray } from "../program/program.js";
import { type HostBuffer, hold, letGo } from "./host-memory.js";

interface HostArrayOptions {
  /** The user's tensor that it was read from. */
  readonly source?: Tensor;
  /** Whether no scope frees it, nor what is made of it. Default false. */
  readonly retained?: boolean;
  /** The buffer of the numbers if another array has it, too. */
  readonly buffer?: HostBuffer;
}

/** The buffer of what is lent: nobody waits for it. */
const LENT: HostBuffer = { bytes: 0, holders: 1 };

/** An array of the host backend: numbers in memory of JavaScript, without a tensor unless a user sees it. */
export class HostArray {
  readonly values: FloatArray;
  readonly shape: ReadonlyArray<number>;
  /** The user's tensor that it was read from. */
  readonly source: Tensor | undefined;
  /** Whether no scope frees what is made of it. */
  readonly retained: boolean;
  #buffer: HostBuffer | undefined;
  #shown: Tensor | undefined;

  constructor(
    values: FloatArray,
    shape: ReadonlyArray<number>,
    { source, retained = false, buffer }: HostArrayOptions = {},
  ) {
    this.values = values;
    this.shape = shape;
    this.source = source;
    this.retained = retained;
    this.#buffer = buffer ?? { bytes: values.byteLength, holders: 0 };
    hold(this.#buffer, retained ? undefined : this);
  }

  /** Another array of the same numbers, that no scope frees. */
  retain(): HostArray {
    const buffer = this.#buffer;
    return new HostArray(this.values, this.shape, { retained: true, ...(buffer && { buffer }) });
  }

  /** Another one for the time of a call, whose tensor is that of a scope. */
  lend(): HostArray {
    return new HostArray(this.values, this.shape, { buffer: LENT });
  }

  /** Gives up its numbers, as far as memory is measured. */
  drop(): void {
    if (this.#buffer !== undefined) letGo(this.#buffer);
    this.#buffer = undefined;
  }

  /** The tensor that users see: the one that it was read from, or else one that is made once. */
  show(): Tensor {
    if (this.source !== undefined && !this.source.isDisposed) return this.source;
    if (this.#shown === undefined || this.#shown.isDisposed) this.#shown = this.#tensor();
    return this.#shown;
  }

  /** Frees it, and the tensor that was made of it. Calling it twice is allowed. */
  release(): void {
    this.drop();
    this.#shown?.dispose();
    this.#shown = undefined;
  }

  #tensor(): Tensor {
    // A copy: some engines keep the numbers that a tensor is made of, and these may still change.
    const made = tensor(new Float32Array(this.values), [...this.shape], "float32");
    return this.retained ? keep(made) : made;
  }
}

/** What the host backend accepts as an array: its own, and tensors of users. */
export type AnyArray = HostArray | Tensor;

/** See `Backend.retain`. */
export function retainHosts(state: State<AnyArray>): State<AnyArray> {
  return state.map((array) =>
    array instanceof HostArray ? array.retain() : (tfjs.retain([array])[0] as Tensor),
  );
}

/** See `Backend.release`. */
export function releaseHosts(state: State<AnyArray>): void {
  for (const array of state) {
    if (array instanceof HostArray) array.release();
    else array.dispose();
  }
}

/** The numbers of an array, in a precision: those of a tensor as a copy. */
export type ReadValues = (array: AnyArray) => FloatArray;

/** A reader for a precision. */
export function valuesIn(precision: "float32" | "float64"): ReadValues {
  return (array) => {
    // Asking for the other class instead costs more: tensors answer by their members.
    if (array instanceof HostArray) return array.values;
    const values = tfjs.toHostSync(array);
    return precision === "float64" ? new Float64Array(values) : values;
  };
}
