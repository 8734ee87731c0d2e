import {
  checkOptions,
  checkValue,
  enumRequirement,
  functionRequirement,
  InvalidArgumentError,
  nonEmptyString,
  type OptionTable,
  required,
} from "@symplectic-adjoint/core";
import { cancelGroup } from "../pool/cancel-group.js";
import type { Pool, Publication } from "../pool/pool.js";
import { publishOnce } from "../pool/publish-once.js";
import { abortSignal, count, pool } from "../pool/requirements.js";
import type { TaskValue } from "../values/task-value.js";
import { addGradients, forEachArray } from "./add-gradients.js";
import type { GradientTree } from "./gradient-tree.js";
import { type Batch, splitBatch } from "./split-batch.js";
import { treeSum } from "./tree-sum.js";

/** What the task of {@link parallelGradients} returns: sums over the samples of its shard. */
export interface ShardGradients {
  readonly loss: number;
  readonly gradients: GradientTree;
}

/** Result of {@link parallelGradients}. */
export interface BatchGradients<G> {
  readonly loss: number;
  /** In the structure that the task returns. */
  readonly gradients: G;
  readonly samples: number;
  readonly shards: number;
}

/** Options of {@link parallelGradients}. */
export interface GradientOptions {
  readonly pool: Pool;
  /** Number of shards. Default 8, or the number of samples if that is less. The result depends on it by rounding. */
  readonly shards?: number | undefined;
  /** Number of samples, for a batch of arrays; each array has that many rows. */
  readonly rows?: number | undefined;
  /** Second argument of the task: values, which are sent once, or what the pool has published. */
  readonly parameters?: TaskValue | Publication | undefined;
  /** "mean" divides the sums by the number of samples. Default "sum". */
  readonly reduction?: "sum" | "mean" | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called after each shard. */
  readonly onProgress?: ((progress: { done: number; total: number }) => void) | undefined;
}

const table: OptionTable = {
  pool,
  shards: count("shards", 1),
  rows: count("rows", 1),
  parameters: { problemOf: () => undefined, remedy: "" },
  reduction: enumRequirement(["sum", "mean"], 'Write reduction: "mean", or leave it out.'),
  signal: abortSignal,
  onProgress: functionRequirement("Write onProgress: ({ done, total }) => …, or leave it out."),
};
const taskName = required(nonEmptyString('Write the name of a task: "loss".'));

/**
 * Computes the loss and the gradients of a batch in shards, each by a task of its own. The task receives a slice of the
 * batch, and returns the sums `{ loss, gradients }` over its samples; a solve in it has its own steps.
 *
 * Shards are added in the order of a balanced tree over their indices, so the result is bitwise the same for any pool,
 * any number of workers and any order of arrival; it depends on the number of shards. With {@link inlinePool} this is
 * gradient accumulation.
 *
 * @throws PoolError of the first shard that fails; the others are withdrawn.
 * @example
 * const { loss, gradients } = await parallelGradients("loss", samples, { pool, parameters: { w } });
 */
export async function parallelGradients<G extends GradientTree = GradientTree>(
  task: string,
  batch: Batch,
  options: GradientOptions,
): Promise<BatchGradients<G>> {
  checkValue("The first argument of parallelGradients", task, taskName);
  checkOptions("parallelGradients", options, table, {
    argument: "The third argument of parallelGradients",
  });
  const { reduction = "sum", onProgress } = options;
  const shards = splitBatch(batch, options.shards, options.rows);
  const { publication, release } = await publishOnce(options.pool, options.parameters);
  const group = cancelGroup(options.signal);
  const sum = treeSum<{ loss: number; gradients: GradientTree }>(shards.length, merge);
  let done = 0;
  const running = shards.map(async ({ input }, index) => {
    const answer = await group.run((signal) =>
      options.pool.run(task, input, { parameters: publication, signal }),
    );
    sum.add(index, checked(answer));
    onProgress?.({ done: ++done, total: shards.length });
  });
  try {
    await Promise.all(running);
  } finally {
    group.cancel();
    await Promise.allSettled(running);
    await release();
  }
  const { loss, gradients } = sum.total() as ShardGradients;
  const samples = shards.reduce((total, shard) => total + shard.samples, 0);
  const divisor = reduction === "mean" ? samples : 1;
  if (divisor !== 1)
    forEachArray(gradients, (array) => {
      for (let i = 0; i < array.length; i++) array[i] = (array[i] as number) / divisor;
    });
  return { loss: loss / divisor, gradients: gradients as G, samples, shards: shards.length };
}

type MutableShard = { loss: number; gradients: GradientTree };

function merge(left: MutableShard, right: MutableShard): MutableShard {
  addGradients(left.gradients, right.gradients);
  return { loss: left.loss + right.loss, gradients: left.gradients };
}

function checked(answer: TaskValue): MutableShard {
  const { loss, gradients } = (answer ?? {}) as Partial<ShardGradients>;
  if (typeof loss !== "number" || typeof gradients !== "object" || gradients === null)
    throw new InvalidArgumentError({
      argument: "The answer of the task",
      value: answer,
      problem: "must be an object with a number loss and arrays gradients",
      remedy: "Return { loss, gradients }, both summed over the samples of the shard.",
    });
  forEachArray(gradients, () => {});
  return { loss, gradients };
}
