import { expect, test } from "vitest";
import { readOptions } from "../src/demo-options.js";

test("Without options the demo runs with its defaults.", () => {
  const command = readOptions([]);
  expect(command).toMatchObject({
    kind: "run",
    options: { seed: 1, iterations: 1200, backend: "cpu", compiles: true },
  });
});

test("Options are read as numbers and names.", () => {
  const command = readOptions([
    "--seed",
    "7",
    "--iterations=30",
    "--backend",
    "wasm",
    "--interpret",
  ]);
  expect(command).toMatchObject({
    kind: "run",
    options: { seed: 7, iterations: 30, backend: "wasm", compiles: false },
  });
});

test.each([
  [["--sede", "7"], "--sede"],
  [["seven"], "seven"],
  [["--seed", "1.5"], '--seed must be an integer of at least 0, and is "1.5".'],
  [["--iterations", "0"], '--iterations must be an integer of at least 1, and is "0".'],
  [["--backend", "webgl"], '--backend must be cpu or wasm, and is "webgl".'],
])("Misuse %j is reported.", (argv, problem) => {
  const command = readOptions(argv);
  expect(command.kind).toBe("misuse");
  expect(command).toHaveProperty("problem", expect.stringContaining(problem));
});
