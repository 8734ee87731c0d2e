import { describe, expect, it } from "vitest";
import { fraction } from "./fraction.js";
import { parseFraction } from "./parse-fraction.js";

describe("parseFraction", () => {
  it.each([
    ["9017/3168", fraction(9017n, 3168n)],
    ["-355/33", fraction(-355n, 33n)],
    ["−355/33", fraction(-355n, 33n)],
    ["+3", fraction(3n)],
    ["0", fraction(0n)],
    ["0.25", fraction(1n, 4n)],
    ["-1.5e-3", fraction(-3n, 2000n)],
    ["2E2", fraction(200n)],
  ])("reads %s exactly.", (text, value) => {
    expect(parseFraction(text)).toEqual(value);
  });

  it.each([
    "",
    "1/0",
    "1/-2",
    "1/2/3",
    "x",
    "1,5",
    "1 2",
    "--1",
    "NaN",
    "Infinity",
    "1e9999",
    "0x10",
  ])("does not take %j for a fraction.", (text) => {
    expect(parseFraction(text)).toBeUndefined();
  });
});
