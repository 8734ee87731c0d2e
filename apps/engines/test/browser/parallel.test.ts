import {
  inlinePool,
  type Pool,
  parallelGradients,
  TaskVersionError,
  WorkerLostError,
} from "@symplectic-adjoint/parallel";
import { workerPool } from "@symplectic-adjoint/parallel/browser";
import { expect, test } from "vitest";
import { tasks } from "../../src/browser/training/training-tasks.js";

const start = () =>
  new Worker(new URL("../../src/browser/training/training-worker.ts", import.meta.url), {
    type: "module",
  });
const batch = Array.from({ length: 16 }, (_, n) =>
  Float64Array.from({ length: 64 }, (_unused, i) => 1 + Math.sin(n + i)),
);

/** 30 steps of gradient descent: the losses. */
async function train(pool: Pool): Promise<ReadonlyArray<number>> {
  const rates = Float64Array.from({ length: 64 }, (_, i) => i / 64);
  const losses: Array<number> = [];
  for (let step = 0; step < 30; step++) {
    const { loss, gradients } = await parallelGradients<Float64Array>("loss", batch, {
      ...{ pool, parameters: rates, shards: 4, reduction: "mean" },
    });
    losses.push(loss);
    gradients.forEach((value, i) => {
      rates[i] = (rates[i] as number) - value;
    });
  }
  return losses;
}

test("Two Web Workers train as the page itself does, bit by bit; the longest task of the page is printed.", async () => {
  const pool = workerPool({ start, workers: 2, version: "1" });
  await pool.run("loss", batch).catch(() => {}); // The workers load their script.
  let longest = 0;
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
  });
  observer.observe({ entryTypes: ["longtask"] });
  const losses = await train(pool);
  observer.disconnect();
  await pool.close();
  console.log(
    `two Web Workers: ${longest === 0 ? "no task of the page took 50 ms" : `the longest task of the page took ${longest} ms`}; shared memory: ${globalThis.crossOriginIsolated}`,
  );
  const inline = inlinePool(tasks);
  expect(losses).toEqual(await train(inline));
  expect(losses.at(-1)).toBeLessThan(losses[0] as number);
  await inline.close();
});

test("A worker of another version is refused.", async () => {
  const pool = workerPool({ start, workers: 1, version: "2" });
  await expect(pool.run("loss", batch)).rejects.toThrow(TaskVersionError);
  await pool.close();
});

test("A worker whose script cannot be loaded is an error.", async () => {
  const nowhere = () => new Worker("/nowhere.js", { type: "module" });
  const pool = workerPool({ start: nowhere, workers: 1 });
  await expect(pool.run("loss", batch)).rejects.toThrow(WorkerLostError);
  await pool.close();
});
