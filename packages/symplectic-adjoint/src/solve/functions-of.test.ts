import { float64 } from "@symplectic-adjoint/backend-float64";
import { InvalidArgumentError } from "@symplectic-adjoint/core";
import { expect, test } from "vitest";
import { solve } from "../float64/index.js";

test("A backend that converts no other functions than f is refused, not its functions ignored.", () => {
  const backend = {
    ...float64,
    dynamics: (...[func, context]: Parameters<typeof float64.dynamics>) => {
      const { functions: _, ...others } = float64.dynamics(func, context);
      return others;
    },
  };
  const y0 = Float64Array.of(1);
  const growth = (_t: number, y: Float64Array) => y;
  const saving = { backend, save: () => Float64Array.of(1) };
  const ending = {
    backend,
    events: [{ condition: (_t: number, y: Float64Array) => (y[0] as number) - 2 }],
  };
  for (const [options, name] of [
    [saving, "save"],
    [ending, "events[0].condition"],
  ] as const) {
    const attempt = () => solve(growth, y0, [0, 1], { ...options, differentiate: false });
    expect(attempt).toThrow(InvalidArgumentError);
    expect(attempt).toThrow(`${name} needs a backend that converts functions`);
  }
});
