import * as tf from "@tensorflow/tfjs";
import type { Pair } from "./log-scale.js";

/** Windows of the record, all of one length, fitted as one batch. */
export interface Windows {
  /** Years from a window's start: 0, 1, … */
  readonly times: ReadonlyArray<number>;
  /** Initial states, [windows, 2]. */
  readonly start: tf.Tensor;
  /** All states, [times, windows, 2]. */
  readonly target: tf.Tensor;
}

/** All windows of `years` years in the record; the record itself if `years` is its length. */
export function windowsOf(states: ReadonlyArray<Pair>, years: number): Windows {
  const times = Array.from({ length: years + 1 }, (_, year) => year);
  const windows = states.slice(0, states.length - years).map((_, first) => first);
  const rows = times.map((year) => windows.map((first) => [...(states[first + year] as Pair)]));
  return { times, start: tf.tensor2d(rows[0] ?? []), target: tf.tensor3d(rows) };
}
