import { elementary, smallTableaux } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import {
  backpropagation,
  checkpointPerStep,
  oneCheckpoint,
  symplecticAdjoint,
} from "../src/index.js";
import { dividing } from "./support/dividing.js";
import {
  gradientBy,
  gradientByComplexStep,
  type NumberGradient,
  type Program,
} from "./support/program.js";

const strategies = [
  symplecticAdjoint(),
  checkpointPerStep(),
  checkpointPerStep({ window: "step" }),
  oneCheckpoint(),
  backpropagation(),
];

/** Largest difference, relative to the largest number of each part. */
function distance(found: NumberGradient, expected: NumberGradient): number {
  const gaps = (Object.keys(expected) as Array<keyof NumberGradient>).map((part) => {
    const size = Math.max(1, ...expected[part].map(Math.abs));
    expect(found[part].length).toBe(expected[part].length);
    return Math.max(
      0,
      ...expected[part].map((x, i) => Math.abs(x - (found[part][i] as number)) / size),
    );
  });
  return Math.max(...gaps);
}

const adaptive = { controller: elementary(0.2) };
const programs: Readonly<Record<string, Program>> = {
  "landed outputs": { times: [0.2, 0.5, 1.1] },
  "outputs at the same time": { times: [0.2, 0.2, 0.5, 0.5, 0.5, 1.1, 1.1] },
  "interpolated outputs": { times: [0.2, 0.3, 0.35, 0.5, 0.5, 0.9, 1.1, 1.1], interpolates: true },
  "interpolated outputs, backward": { times: [1.1, 0.9, 0.85, 0.5, 0.2], interpolates: true },
  "adaptive steps": { ...adaptive, times: [0.2, 0.3, 0.35, 0.5, 0.9, 3.1], interpolates: true },
  "an interpolant with a stage of its own": {
    tableau: smallTableaux.rk4,
    times: [0.2, 0.3, 0.35, 0.5, 0.9, 1.1],
    interpolates: true,
  },
  "outputs without a cotangent": {
    times: [0.2, 0.3, 0.35, 0.5, 0.9, 1.1],
    interpolates: true,
    without: [0, 2, 5],
  },
  "steps of the intervals": {
    controller: dividing(3, "intervals"),
    times: [0.2, 0.5, 1.1],
    stepT: [0.3],
  },
  "interpolated steps of the intervals": {
    controller: dividing(2, "intervals"),
    times: [0.2, 0.5, 0.5, 1.1],
    interpolates: true,
  },
  "equal steps": {
    controller: dividing(7, "proportional"),
    times: [0.2, 0.5, 1.1],
    jumpT: [0.6],
  },
  "equal steps of the span": {
    controller: dividing(7, "proportional"),
    times: [0.2, 0.3, 0.5, 1.1],
    interpolates: true,
  },
  "jumps and step times": {
    ...adaptive,
    times: [0.2, 0.5, 0.7, 1.4],
    jumpT: [0.6, 0.8, 2],
    stepT: [0.1, 0.7, 0.9],
    interpolates: true,
  },
  "landed jumps, backward": {
    ...adaptive,
    times: [1.4, 0.7, 0.2],
    jumpT: [0.6, 0.8],
    stepT: [0.9],
  },
  "saved outputs": { times: [0.2, 0.2, 0.5, 1.1], saves: true },
  "saved outputs within steps": {
    times: [0.2, 0.2, 0.3, 0.35, 0.5, 0.9, 1.1],
    interpolates: true,
    saves: true,
  },
  "all steps": { times: [0.2, 0.5, 1.1], savesSteps: true },
  "all steps and outputs within them": {
    ...adaptive,
    times: [0.2, 0.35, 0.5, 1.1],
    savesSteps: true,
    interpolates: true,
  },
  "all steps, saved, and outputs within them": {
    ...adaptive,
    times: [0.2, 0.35, 0.5, 1.1],
    savesSteps: true,
    saves: true,
    interpolates: true,
  },
  "dense output": {
    ...adaptive,
    times: [0.2, 1.1],
    places: [
      { step: 0, theta: 0 },
      { step: 0, theta: 0.3 },
      { step: 0, theta: 1 },
      { step: 1, theta: 0.4, isDerivative: true },
      { step: 1, theta: 0.9, isDerivative: true },
    ],
  },
  "dense output and interpolated outputs": {
    times: [0.2, 0.3, 1.1],
    interpolates: true,
    places: [
      { step: 0, theta: 0.3 },
      { step: 2, theta: 1, isDerivative: true },
    ],
  },
  "an end before the last time": { times: [0.2, 0.3, 0.6, 1.1, 1.4], stopsAt: 3 },
  "an end before the last time, interpolated": {
    times: [0.2, 0.3, 0.6, 1.1, 1.4],
    stopsAt: 3,
    interpolates: true,
  },
  "no steps": { times: [0.2] },
  "no steps and several outputs": { times: [0.2, 0.2], saves: true },
  "without times": {
    times: [0.2, 0.3, 0.35, 0.5, 0.9, 1.1],
    interpolates: true,
    wantsTimes: false,
  },
};

describe.each(Object.entries(programs))("%s", (_, program) => {
  test.each(strategies)("$name has the gradient of a complex step.", (adjoint) => {
    const solved = gradientBy(adjoint, program);
    const expected = gradientByComplexStep(program, solved);
    expect(distance(solved.gradient, expected)).toBeLessThan(1e-12);
    expect(solved.leaks).toBe(0);
  });
});
