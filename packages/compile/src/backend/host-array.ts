import { tfjs } from "@symplectic-adjoint/backend-tfjs";
import { keep, type Tensor, tensor } from "@tensorflow/tfjs-core";
import type { FloatArray } from "../program/program.js";

/** An array of the host backend: numbers in memory of JavaScript, without a tensor unless a user sees it. */
export class HostArray {
  readonly values: FloatArray;
  readonly shape: ReadonlyArray<number>;
  /** The user's tensor that it was read from. */
  readonly source: Tensor | undefined;
  /** Whether no scope frees what is made of it. */
  readonly retained: boolean;
  #shown: Tensor | undefined;

  constructor(
    values: FloatArray,
    shape: ReadonlyArray<number>,
    { source, retained = false }: { readonly source?: Tensor; readonly retained?: boolean } = {},
  ) {
    this.values = values;
    this.shape = shape;
    this.source = source;
    this.retained = retained;
  }

  /** The tensor that users see: the one that it was read from, or else one that is made once. */
  show(): Tensor {
    if (this.source !== undefined && !this.source.isDisposed) return this.source;
    if (this.#shown === undefined || this.#shown.isDisposed) this.#shown = this.#tensor();
    return this.#shown;
  }

  /** Frees the tensor that was made of it. */
  release(): void {
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
