import { expect, test } from "vitest";
import { describeBackend } from "../conformance/describe-backend.js";
import { accountingBackend } from "./accounting-backend.js";

const shared = accountingBackend();

describeBackend("accounting", () => shared, 1e-14, { axes: "one", countArrays: shared.live });

test("using an array after it was freed is an error", () => {
  const backend = accountingBackend();
  const state = [backend.array([1])];
  backend.release(state);
  expect(() => backend.linearCombination(state, 1, [], [])).toThrow("freed");
});
