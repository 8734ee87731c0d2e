import { InvalidArgumentError } from "@symplectic-adjoint/core";
import { arrayTypeOf } from "../values/array-types.js";
import type { NumericArray, TaskValue } from "../values/task-value.js";

/** A batch: a list of samples, or arrays with a row for each sample. */
export type Batch = ReadonlyArray<TaskValue> | Readonly<Record<string, NumericArray>>;

/** The part of a batch that one task receives. */
export interface Shard {
  readonly input: TaskValue;
  readonly samples: number;
}

/** Shards if the caller does not say: not the number of workers, on which the result must not depend. */
const SHARDS = 8;

/**
 * Splits a batch into contiguous shards, whose sizes differ by at most one.
 *
 * @param rows Number of samples, for a batch of arrays.
 * @throws InvalidArgumentError if the batch is empty, or its arrays are no multiple of `rows` long.
 */
export function splitBatch(
  batch: Batch,
  shards: number | undefined,
  rows: number | undefined,
): ReadonlyArray<Shard> {
  const slice = slicerOf(batch, rows);
  const samples = Array.isArray(batch) ? batch.length : (rows as number);
  const count = Math.min(shards ?? SHARDS, samples);
  return Array.from({ length: count }, (_, i) => {
    const start = Math.floor((i * samples) / count);
    const end = Math.floor(((i + 1) * samples) / count);
    return { input: slice(start, end), samples: end - start };
  });
}

function slicerOf(
  batch: Batch,
  rows: number | undefined,
): (start: number, end: number) => TaskValue {
  if (Array.isArray(batch)) {
    if (batch.length === 0 || rows !== undefined) throw wrong(batch);
    return (start, end) => batch.slice(start, end);
  }
  if (typeof batch !== "object" || batch === null || rows === undefined) throw wrong(batch);
  const arrays = Object.entries(batch as Readonly<Record<string, NumericArray>>);
  for (const [, array] of arrays) {
    if (typeof array !== "object" || array === null || arrayTypeOf(array) === undefined)
      throw wrong(batch);
    if (array.length % rows !== 0) throw wrong(batch);
  }
  if (arrays.length === 0) throw wrong(batch);
  return (start, end) =>
    Object.fromEntries(
      arrays.map(([name, array]) => {
        const width = array.length / rows;
        return [name, array.subarray(start * width, end * width)];
      }),
    );
}

function wrong(value: unknown): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: "The batch",
    value,
    problem:
      "must be a list of at least one sample, or an object of typed arrays together with the option rows",
    remedy:
      "Write parallelGradients(task, [sample0, sample1], { pool }), or parallelGradients(task, { y0, target }, { pool, rows: 64 }), where the length of each array is a multiple of rows.",
  });
}
