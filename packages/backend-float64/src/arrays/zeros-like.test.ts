import { expect, test } from "vitest";
import { zerosLike } from "./zeros-like.js";

test("zerosLike returns new zeros in the shape of a state, for any values.", () => {
  const state = [Float64Array.of(1, Number.NaN), new Float64Array(0)];
  expect(zerosLike(state)).toEqual([Float64Array.of(0, 0), new Float64Array(0)]);
  expect(zerosLike([Float64Array.of(1)])).toEqual([Float64Array.of(0)]);
  expect(zerosLike([])).toEqual([]);
  expect(state[0]).toEqual(Float64Array.of(1, Number.NaN));
});
