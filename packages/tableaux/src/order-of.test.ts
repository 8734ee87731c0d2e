import { InvalidArgumentError } from "@symplectic-adjoint/core";
import { describe, expect, it } from "vitest";
import { butcherTableau } from "./butcher-tableau.js";
import { embeddedOrderOf } from "./embedded-order-of.js";
import { rk4 } from "./methods/rk4.js";
import { orderOf } from "./order-of.js";

describe("orderOf", () => {
  it("finds the order of methods that are not tableaux.", () => {
    expect(orderOf({ a: [""], b: "2" })).toBe(0);
    expect(orderOf({ a: ["", "2/3"], b: "1/4 3/4" })).toBe(2);
    expect(orderOf({ a: ["", "1/3", "0 2/3"], b: "1/4 0 3/4" })).toBe(3);
  });

  it("finds order 6 for the three-stage Gauss method in doubles.", () => {
    const r = Math.sqrt(15);
    const a = [
      [5 / 36, 2 / 9 - r / 15, 5 / 36 - r / 30],
      [5 / 36 + r / 24, 2 / 9, 5 / 36 - r / 24],
      [5 / 36 + r / 30, 2 / 9 + r / 15, 5 / 36],
    ];
    expect(orderOf({ a, b: "5/18 4/9 5/18" })).toBe(6);
  });

  it("detects an error in the fourteenth digit of a coefficient, unless the tolerance allows it.", () => {
    const misprint = { a: rk4.a, b: [1 / 6, 1 / 3, 1 / 3, 1 / 6 + 1e-14] };
    expect(orderOf(misprint)).toBe(0);
    expect(orderOf(misprint, { tolerance: 1e-13 })).toBe(4);
  });

  it("requires exactness with a tolerance of zero.", () => {
    expect(orderOf(rk4, { tolerance: 0 })).toBe(4);
    expect(orderOf({ ...rk4 }, { tolerance: 0 })).toBe(0);
  });

  it.each([-1, 1, Number.NaN])("rejects a tolerance of %d.", (tolerance) => {
    expect(() => orderOf(rk4, { tolerance })).toThrow(InvalidArgumentError);
  });
});

describe("embeddedOrderOf", () => {
  it("is undefined without an embedded solution.", () => {
    expect(embeddedOrderOf(rk4)).toBeUndefined();
  });

  it("may exceed the order of the solution.", () => {
    const backwards = butcherTableau({
      name: "Euler, with Heun for its error",
      order: 1,
      c: "0 1",
      a: ["", "1"],
      b: "1 0",
      bHat: "1/2 1/2",
    });
    expect(orderOf(backwards)).toBe(1);
    expect(embeddedOrderOf(backwards)).toBe(2);
  });
});
