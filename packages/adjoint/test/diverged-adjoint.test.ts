import { IntegrationError } from "@symplectic-adjoint/core";
import { runSync } from "@symplectic-adjoint/solver";
import {
  decay,
  elementary,
  fixedSteps,
  gradientOf,
  maxRelativeError,
  smallTableaux,
  stateOf,
} from "@symplectic-adjoint/testing";
import { expect, test } from "vitest";
import { continuousAdjoint, symplecticAdjoint } from "../src/index.js";
import { adjointFixture } from "./support/adjoint-fixture.js";

/** y' = −60 y: backward it grows by e^60, and whatever error there is with it. */
const stiff = decay({ y0: [1, 2], parameters: [-60] });
const given = {
  func: stiff,
  times: [0, 1],
  tableau: smallTableaux.dopri5,
  controller: elementary(0.01),
  tolerance: 1e-6,
};

function pullback(readsScalars: boolean) {
  const fixture = adjointFixture(given);
  const { backend, problem } = fixture;
  const pass = runSync(
    continuousAdjoint().solve({ ...problem, readsScalars }, "repeatable"),
    backend,
  );
  const cotangents = [undefined, stateOf(fixture, [1, 1])];
  const before = backend.live();
  return { backend, before, run: () => runSync(pass.pullback(cotangents, [0]), backend) };
}

test("A state that does not come back to where it started is an error, and nothing is left.", () => {
  const { run, backend, before } = pullback(true);
  let error: unknown;
  try {
    run();
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(IntegrationError);
  expect(error).toMatchObject({ code: "INTEGRATION_ADJOINT_DIVERGED" });
  expect((error as IntegrationError).statistics.backward.vjps).toBeGreaterThan(0);
  expect(backend.live()).toBe(before);
});

test("It is not looked for where no scalar can be read.", () => {
  expect(pullback(false).run).not.toThrow();
});

test("An exact adjoint has the gradient all the same.", () => {
  expect(gradientOf(symplecticAdjoint(), adjointFixture(given), [undefined, [1, 1]])).toBeDefined();
});

test("A state that starts from zero, or passes through it, has not diverged.", () => {
  // y' = cos-like growth from 0: p0 y with a constant added by the second component.
  const func = {
    ...decay({ y0: [0, 0], parameters: [1] }),
    evaluate(t: number, y: Float64Array, p: Float64Array, dy: Float64Array) {
      dy[0] = (p[0] as number) * Math.cos(t);
      dy[1] = (p[0] as number) * Math.cos(t) - 0 * (y[0] as number);
    },
    vjp(t: number, _y: unknown, _p: unknown, g: Float64Array, _b: unknown, pBar: Float64Array) {
      pBar[0] = (pBar[0] as number) + Math.cos(t) * ((g[0] as number) + (g[1] as number));
    },
  };
  const times = [0, 1, Math.PI, 4];
  const rows = [undefined, [1, 0], [0, 1], [1, 1]];
  for (const controller of [elementary(0.1), fixedSteps(0.05)]) {
    const fixture = adjointFixture({ ...given, func, times, controller });
    const gradient = gradientOf(continuousAdjoint(), fixture, rows);
    // ∂/∂p of p sin t, for the four outputs that are asked for.
    const expected = [Math.sin(1) + 2 * Math.sin(4)];
    expect(maxRelativeError(gradient?.parameters ?? [], expected)).toBeLessThan(1e-5);
  }
});
