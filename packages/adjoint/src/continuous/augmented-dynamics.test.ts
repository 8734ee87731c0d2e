import { newPassStatistics, UnsupportedGradientError } from "@symplectic-adjoint/core";
import { accountingBackend, accountingDynamics, decay } from "@symplectic-adjoint/testing";
import { expect, test } from "vitest";
import { augmentedDynamics, splitAugmented } from "./augmented-dynamics.js";

function setUp(wrt: ReadonlyArray<number>) {
  const backend = accountingBackend();
  const evaluatedAt: Array<number> = [];
  const func = decay({ y0: [1, 2], parameters: [3] });
  const dynamics = accountingDynamics(backend, func, evaluatedAt);
  const pass = newPassStatistics();
  const y0 = [backend.array(func.y0)];
  const augmented = augmentedDynamics({ backend, dynamics, y0 }, wrt, pass);
  return { backend, augmented, pass, y0, evaluatedAt };
}

test("The augmented state has y, λ and θ̄ in this order.", () => {
  expect(splitAugmented([1, 2, 3, 4, 5, 6, 7], 2)).toEqual({
    y: [1, 2],
    lambda: [3, 4],
    theta: [5, 6, 7],
  });
});

test("Its slope is f, −(∂f/∂y)ᵀ λ and −(∂f/∂θ)ᵀ λ, at the time and state that are asked for.", () => {
  const { augmented, backend, y0, evaluatedAt, pass } = setUp([0]);
  const state = [...y0, backend.array([10, 100]), backend.array([-7])];
  const slope = augmented.evaluate(0.25, state);
  // f = 3 y, so (∂f/∂y)ᵀ λ = 3 λ and (∂f/∂θ)ᵀ λ = y·λ = 210.
  expect(slope.map(({ values }) => values)).toEqual([[3, 6], [-30, -300], [-210]]);
  expect(evaluatedAt).toEqual([0.25]);
  expect(pass).toEqual({ ...newPassStatistics(), recorded: 1, vjps: 1 });
});

test("Parameters that are not wanted are not part of it.", () => {
  const { augmented, backend, y0 } = setUp([]);
  expect(augmented.evaluate(0, [...y0, backend.array([1, 1])])).toHaveLength(2);
});

test("It has no parameters of its own, and cannot be differentiated.", () => {
  const { augmented, y0 } = setUp([0]);
  expect(augmented.parameters).toEqual([]);
  expect(augmented.watchParameters()()).toBeUndefined();
  expect(() => augmented.record(0, y0)).toThrow(UnsupportedGradientError);
  expect(() => augmented.pullback(0, y0, y0, [])).toThrow(/odeintSymplecticAdjoint/);
});
