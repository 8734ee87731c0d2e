import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { compareStrategies, type StrategyFigures } from "../src/compare-strategies.js";
import { strategyTable } from "../src/strategy-table.js";
import { train } from "../src/train.js";
import { useEngine } from "../src/use-engine.js";
import { freshFit, states } from "./support/fresh-fit.js";

const STAGES = 4;
const STEPS = 40;

let figures: ReadonlyArray<StrategyFigures> = [];
let leftBehind = 0;

beforeAll(async () => {
  await useEngine("cpu");
  const fit = freshFit(1);
  // Far enough that the field is curved, and the methods differ.
  const signal = new AbortController().signal;
  await train(fit, states, { iterations: 60, signal, onIteration: () => {} });
  const before = tf.memory().numTensors;
  figures = await compareStrategies(fit, states);
  leftBehind = tf.memory().numTensors - before;
});

function named(name: string): StrategyFigures {
  return figures.find((row) => row.name === name) as StrategyFigures;
}

test("The four exact gradients agree with the float64 one to rounding.", () => {
  for (const { name, gradientError } of figures) {
    if (name !== "odeintAdjoint") expect(gradientError.lastState, name).toBeLessThan(2e-6);
  }
});

test("The continuous adjoint is further from it, by its discretisation error.", () => {
  const error = named("odeintAdjoint").gradientError.lastState;
  expect(error).toBeGreaterThan(10 * named("odeintSymplecticAdjoint").gradientError.lastState);
  expect(error).toBeLessThan(1e-2);
});

test("Evaluations and VJPs are what the methods cost in theory.", () => {
  for (const row of figures) {
    expect(row.forward.evaluations, row.name).toBe(STAGES * STEPS);
    expect(row.backward.vjps, row.name).toBe(STAGES * STEPS);
  }
  expect(named("odeint").backward.evaluations).toBe(0);
  expect(named("odeintCheckpoint").backward.evaluations).toBe(STAGES * STEPS);
  expect(named("odeintSymplecticAdjoint").backward.evaluations).toBe((2 * STAGES - 1) * STEPS);
});

test("The symplectic adjoint method needs the least memory of the exact ones.", () => {
  const bytes = (name: string) => named(name).peakBytes;
  expect(bytes("odeintSymplecticAdjoint")).toBeLessThan(bytes("odeintCheckpoint"));
  expect(bytes("odeintCheckpoint")).toBeLessThan(bytes("odeintOnecheckpoint"));
  expect(bytes("odeintSymplecticAdjoint")).toBeLessThan(bytes("odeint") / 4);
});

test("Comparing leaves no tensor behind.", () => {
  expect(leftBehind).toBe(0);
});

test("The table has a line for each function, all equally long.", () => {
  const lines = strategyTable(figures).split("\n");
  expect(lines).toHaveLength(3 + 5);
  expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  expect(lines[7]).toMatch(/^odeintSymplecticAdjoint: .* 160 +280 +160 /);
});
