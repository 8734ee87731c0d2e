import { expect, test } from "vitest";
import { simulateStep } from "../src/parallel/simulate-step.js";

const free = { taskSeconds: 0, bytes: 0, bandwidth: 1 };

test("One shard on one worker takes the sum of its parts.", () => {
  const step = simulateStep({
    ...{ workers: 1, shards: 1, shardSeconds: () => 5, taskSeconds: 2 },
    ...{ bytes: 30, bandwidth: 10 },
  });
  // Published, added, fetched, computed, stored, delivered, read.
  expect(step.seconds).toBe(3 + 1 + 3 + 5 + 3 + 3 + 1);
  expect(step.redis).toBeCloseTo(12 / 19, 12);
  expect(step.caller).toBeCloseTo(2 / 19, 12);
});

test.each([
  [1, 7, 7],
  [3, 7, 3],
  [7, 7, 1],
  [20, 7, 1],
])(
  "%i workers take %i equal shards in %i rounds, if nothing else costs time.",
  (workers, shards, rounds) => {
    expect(simulateStep({ ...free, workers, shards, shardSeconds: () => 2 }).seconds).toBe(
      2 * rounds,
    );
  },
);

test("A worker that is done takes the next shard, so that a long one delays no other.", () => {
  const shardSeconds = (shard: number) => (shard === 0 ? 6 : 2);
  expect(simulateStep({ ...free, workers: 2, shards: 4, shardSeconds }).seconds).toBe(6);
});

test("With no work to do, the link of the server is the limit, or the caller is.", () => {
  const shardSeconds = () => 0;
  const common = { workers: 50, shards: 100, shardSeconds };
  const link = simulateStep({ ...common, taskSeconds: 0, bytes: 1, bandwidth: 1 });
  // Once published, fetched by each worker, and twice for each shard.
  expect(link.seconds).toBe(1 + 50 + 200);
  expect(link.redis).toBe(1);
  const caller = simulateStep({ ...common, taskSeconds: 3, bytes: 0, bandwidth: 1 });
  expect(caller.seconds).toBe(300);
  expect(caller.caller).toBe(1);
});
