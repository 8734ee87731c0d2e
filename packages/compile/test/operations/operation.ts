import type * as tf from "@tensorflow/tfjs";

/** One way to call operations of TensorFlow.js. */
export interface Operation {
  readonly name: string;
  readonly shapes: ReadonlyArray<ReadonlyArray<number>>;
  /** The values of its inputs lie between these. */
  readonly range: readonly [least: number, most: number];
  /** Whether its result changes by steps, or not at all, so that there is no derivative to compare. */
  readonly stepwise: boolean;
  /** Whether TensorFlow.js has its derivative. */
  readonly hasGradient: boolean;
  apply(...inputs: ReadonlyArray<tf.Tensor>): tf.Tensor | ReadonlyArray<tf.Tensor>;
}

// biome-ignore lint/suspicious/noExplicitAny: Operations take tensors of their own ranks.
type Apply = (...inputs: Array<any>) => tf.Tensor | ReadonlyArray<tf.Tensor>;

/** Describes an operation. */
export function operation(
  name: string,
  shapes: Operation["shapes"],
  apply: Apply,
  more: Partial<Pick<Operation, "range" | "stepwise" | "hasGradient">> = {},
): Operation {
  return { range: [-2, 2], stepwise: false, hasGradient: true, ...more, name, shapes, apply };
}
