import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { train } from "../src/train.js";
import { useEngine } from "../src/use-engine.js";
import { freshFit, numbersOf, states } from "./support/fresh-fit.js";

const never = new AbortController().signal;

beforeAll(() => useEngine("cpu"));

async function trained(seed: number, iterations: number) {
  const fit = freshFit(seed);
  const losses = await train(fit, states, { iterations, signal: never, onIteration: () => {} });
  return { losses, numbers: await numbersOf(fit) };
}

test("Two trainings from one seed agree to the last bit, and from another they do not.", async () => {
  const one = await trained(5, 8);
  const again = await trained(5, 8);
  const other = await trained(6, 8);
  expect(again).toEqual(one);
  expect(other.losses[0]).not.toBe(one.losses[0]);
});

test("Training lowers the loss, and learns the first state along with the parameters.", async () => {
  const fit = freshFit(1);
  const before = await numbersOf(fit);
  const options = { iterations: 60, signal: never, onIteration: () => {} };
  const losses = await train(fit, states, options);
  const after = await numbersOf(fit);
  expect(losses).toHaveLength(60);
  expect(losses.at(-1)).toBeLessThan(0.3 * (losses[0] as number));
  expect(after.every((x, i) => x !== before[i])).toBe(true);
});

test("An aborted training ends after the current iteration, with the losses so far.", async () => {
  const controller = new AbortController();
  const losses = await train(freshFit(1), states, {
    iterations: 1000,
    signal: controller.signal,
    onIteration: ({ index }) => {
      if (index === 3) controller.abort();
    },
  });
  expect(losses).toHaveLength(3);
});

test("The work that is done grows to 1, and no tensor is left behind.", async () => {
  const fit = freshFit(1);
  const done: Array<number> = [];
  const before = tf.memory().numTensors;
  await train(fit, states, {
    iterations: 8,
    signal: never,
    onIteration: (iteration) => done.push(iteration.done),
  });
  expect(tf.memory().numTensors).toBe(before);
  expect(done).toEqual([...done].sort((a, b) => a - b));
  expect(done.at(-1)).toBeCloseTo(1, 12);
});
