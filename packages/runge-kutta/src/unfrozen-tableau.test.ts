import { smallTableaux } from "@symplectic-adjoint/testing";
import { expect, test } from "vitest";
import { unfrozenTableau } from "./unfrozen-tableau.js";

test("The copy has the same coefficients in lists that are not frozen.", () => {
  const { a, b, c, ...rest } = smallTableaux.bosh3;
  const frozen = Object.freeze({
    ...rest,
    a: Object.freeze(a.map((row) => Object.freeze([...row]))),
    b: Object.freeze([...b]),
    c: Object.freeze([...c]),
  });
  const copy = unfrozenTableau(frozen);
  expect(copy).toEqual(frozen);
  for (const list of [copy.a, copy.a[2], copy.b, copy.c, copy.error, copy.activeStages])
    expect(Object.isFrozen(list)).toBe(false);
});

test("It is made once per tableau, and without error weights where there are none.", () => {
  const { rk4, midpoint } = smallTableaux;
  expect(unfrozenTableau(rk4)).toBe(unfrozenTableau(rk4));
  expect(unfrozenTableau(rk4)).not.toBe(unfrozenTableau({ ...rk4 }));
  expect(unfrozenTableau(midpoint).error).toBeUndefined();
});
