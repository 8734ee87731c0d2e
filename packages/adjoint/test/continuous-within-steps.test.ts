import { elementary } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { continuousAdjoint, symplecticAdjoint } from "../src/index.js";
import { distance } from "./support/distance.js";
import { gradientBy } from "./support/gradient-of-program.js";
import type { NumberGradient, Program } from "./support/program.js";

const accurate = { controller: elementary(0.05), tolerance: 1e-11 };

const programs: Readonly<Record<string, Program>> = {
  "outputs at the same time": { ...accurate, times: [0.2, 0.2, 0.5, 0.5, 1.1, 1.1] },
  "outputs within steps": {
    ...accurate,
    times: [0.2, 0.3, 0.301, 0.302, 0.5, 1.1],
    interpolates: true,
  },
  "outputs within steps, backward": {
    ...accurate,
    times: [1.1, 0.5, 0.302, 0.301, 0.2],
    interpolates: true,
  },
  "saved outputs": {
    ...accurate,
    times: [0.2, 0.2, 0.3, 0.301, 1.1],
    interpolates: true,
    saves: true,
  },
  jumps: { ...accurate, times: [0.2, 0.7, 1.4], jumpT: [0.6, 0.8, 2], stepT: [0.3] },
  "all steps": {
    controller: elementary(0.05),
    tolerance: 1e-6,
    times: [0.2, 0.7],
    savesSteps: true,
  },
  "an end at an event": {
    ...accurate,
    times: [0.2, 0.5, 1.1],
    events: [{ level: 0.5, ends: true }],
  },
  "an event that is only noted": { ...accurate, times: [0.2, 0.5, 1.1], events: [{ level: 0.5 }] },
  resets: {
    ...accurate,
    times: [0.2, 0.5, 1.1, 1.5, 2.1],
    interpolates: true,
    saves: true,
    events: [{ level: 0.3, kicks: true }, { level: 0.5 }],
  },
  "resets, backward": {
    ...accurate,
    times: [2.1, 1.6, 1.1, 0.2],
    events: [
      { level: 0.5, kicks: true },
      { level: 0.8, kicks: true },
    ],
  },
};

/** The gradient with those of equal times added to the first of them, which is all that both have in common. */
function folded({ times }: Program, gradient: NumberGradient): NumberGradient {
  const sums = times.map((t, i) =>
    t === times[i - 1]
      ? 0
      : gradient.times.reduce((sum, value, j) => sum + (times[j] === t ? value : 0), 0),
  );
  return { ...gradient, times: sums };
}

describe.each(Object.entries(programs))("With %s,", (_, program) => {
  test("the continuous adjoint has nearly the gradient of the discrete solution.", () => {
    const found = gradientBy(continuousAdjoint(), program);
    const expected = gradientBy(symplecticAdjoint(), program);
    expect(found.values).toEqual(expected.values);
    const [a, b] = [found, expected].map(({ gradient }) => folded(program, gradient));
    expect(distance(a as NumberGradient, b as NumberGradient)).toBeLessThan(1e-5);
    expect(found.leaks).toBe(0);
  });
});
