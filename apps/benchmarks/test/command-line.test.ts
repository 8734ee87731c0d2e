import { describe, expect, it } from "vitest";
import { readCommandLine } from "../src/command-line.js";

describe("the command line", () => {
  it("names a benchmark, without further options.", () => {
    expect(readCommandLine(["memory"])).toEqual({
      name: "memory",
      markdown: false,
      quick: false,
      label: undefined,
      before: undefined,
      engines: [],
    });
    expect(readCommandLine(["regressions", "--before", "../old"]).before).toBe("../old");
    expect(readCommandLine([]).name).toBeUndefined();
  });

  it("accepts several engines after one flag, or after one each.", () => {
    expect(readCommandLine(["engines", "--engine", "cpu", "wasm"]).engines).toEqual([
      "cpu",
      "wasm",
    ]);
    const twice = ["engines", "--engine", "cpu", "--engine", "wasm", "--quick"];
    expect(readCommandLine(twice)).toMatchObject({ engines: ["cpu", "wasm"], quick: true });
  });

  it("rejects unknown arguments.", () => {
    expect(() => readCommandLine(["engines", "--fast"])).toThrow("--fast");
    expect(() => readCommandLine(["engines", "cpu"])).toThrow("Unexpected argument 'cpu'");
  });
});
