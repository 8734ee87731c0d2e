import { expect, test } from "vitest";
import { asRank3 } from "./as-rank-3.js";

test.each([
  [[], [1, 1, 1]],
  [[5], [1, 1, 5]],
  [
    [3, 5],
    [1, 3, 5],
  ],
  [
    [2, 3, 5],
    [2, 3, 5],
  ],
  [
    [7, 2, 2, 3, 5],
    [28, 3, 5],
  ],
  [
    [2, 0, 5],
    [2, 0, 5],
  ],
])("%j is seen as %j.", (shape, expected) => {
  expect(asRank3(shape)).toEqual(expected);
});
