import { lorenz, lotkaVolterra, vanDerPol } from "@symplectic-adjoint/testing";
import { tableaux } from "symplectic-adjoint";
import { describe, expect, it } from "vitest";
import { plainForward } from "../src/small-systems/plain-forward.js";
import { smallSystem } from "../src/small-systems/small-system.js";

describe("the hand-written loop", () => {
  for (const problem of [lotkaVolterra(), vanDerPol({ parameters: [5] }), lorenz()]) {
    it(`takes the library's steps of ${problem.name}, rejected ones included, to the same gradient.`, () => {
      const { disagreement, accepted, rejected } = smallSystem(problem, 1e-6);
      expect(disagreement).toBeLessThan(1e-10);
      expect(accepted).toBeGreaterThan(50);
      expect(rejected).toBeGreaterThan(10);
    });
  }

  it("returns the same gradient if it runs again in the same memory.", () => {
    const { plain } = smallSystem(lotkaVolterra(), 1e-6);
    expect(plain.both()).toEqual(plain.both());
  });

  it("takes the same steps as with prescribed steps.", () => {
    const problem = lotkaVolterra();
    const { attempts } = smallSystem(problem, 1e-6);
    const forward = plainForward(problem, tableaux.dopri5, 1e-6);
    for (const count of [0, 1, 5, 20]) {
      forward.run(attempts.slice(0, count));
      expect(forward.proposal()).toBeCloseTo(attempts[count]?.h ?? Number.NaN, 12);
    }
  });
});
