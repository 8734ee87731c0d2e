import { newPassStatistics } from "@symplectic-adjoint/core";
import { decay, elementary, fixedSteps, smallTableaux } from "@symplectic-adjoint/testing";
import { afterEach, expect, test, vi } from "vitest";
import { integrate, plainOperations, runAsync, runSync } from "../src/index.js";
import { setUp, valuesOf } from "./support/setup.js";

afterEach(() => {
  vi.restoreAllMocks();
});

function integration(controller: ReturnType<typeof fixedSteps>) {
  const { problem, backend } = setUp(decay(), { controller, tableau: smallTableaux.bosh3 });
  const pass = newPassStatistics();
  return { backend, pass, reading: integrate(problem, plainOperations(problem, pass), { pass }) };
}

test("A long integration in fixed steps, which reads nothing on the way, lets timers fire.", async () => {
  // A clock on which every look takes 5 ms.
  let now = 0;
  vi.spyOn(Date, "now").mockImplementation(() => {
    now += 5;
    return now;
  });
  const { reading, backend, pass } = integration(fixedSteps(1 / 256));
  let stepsWhenFired = 0;
  const timer = setTimeout(() => {
    stepsWhenFired = pass.accepted;
  }, 0);
  await runAsync(reading, backend);
  clearTimeout(timer);
  expect(stepsWhenFired).toBeGreaterThan(0);
  expect(stepsWhenFired).toBeLessThan(256);
});

test.each([fixedSteps(0.1), elementary(0.1)])(
  "With the controller $name it comes to bitwise the same, awaited or not.",
  async (controller) => {
    const [one, other] = [integration(controller), integration(controller)];
    const awaited = await runAsync(one.reading, one.backend);
    const atOnce = runSync(other.reading, other.backend);
    expect(awaited.steps).toEqual(atOnce.steps);
    expect(awaited.outcome).toEqual(atOnce.outcome);
    expect(awaited.outputs.map(valuesOf)).toEqual(atOnce.outputs.map(valuesOf));
    // Only who awaits can stall.
    expect(other.pass.stalled).toBe(0);
    expect({ ...one.pass, stalled: 0 }).toEqual(other.pass);
  },
);
