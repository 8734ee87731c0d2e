import { expect, test } from "vitest";
import { nameLeaves, nameParameters } from "./argument-name.js";

test("Leaves are named by their access path, with their own names.", () => {
  const weight = new (class {
    name = "kernel";
  })();
  const tree = { q: Float64Array.of(1), rest: [Float64Array.of(1), { "a b": weight }] };
  expect(nameLeaves(tree, "y0")).toEqual([
    { argument: "y0.q", name: undefined },
    { argument: "y0.rest[0]", name: undefined },
    { argument: 'y0.rest[1]["a b"]', name: "kernel" },
  ]);
  expect(nameLeaves(Float64Array.of(1), "y0")).toEqual([{ argument: "y0", name: undefined }]);
});

test("Parameters are named by their tree, or by their index if it has other leaves.", () => {
  const found = [Float64Array.of(1), Float64Array.of(2)];
  const [a, b] = found;
  const names = (given: unknown) => nameParameters(found, given).map(({ argument }) => argument);
  expect(names({ a, b })).toEqual(["parameters.a", "parameters.b"]);
  expect(names(undefined)).toEqual(["parameters[0]", "parameters[1]"]);
  expect(names({ model: new Map() })).toEqual(["parameters[0]", "parameters[1]"]);
});
