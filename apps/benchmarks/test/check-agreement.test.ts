import { describe, expect, it } from "vitest";
import { networkCase } from "../src/cases/case-key.js";
import { checkAgreement } from "../src/engines/check-agreement.js";
import type { RunnerKey } from "../src/runners/runner-key.js";

const norms: Readonly<Record<string, number>> = { cpu: 100, wasm: 100.05, PyTorch: 101 };
const facts = ({ platform }: RunnerKey) => {
  const norm = norms[platform];
  return norm === undefined ? undefined : { norm };
};

const runners = (...platforms: ReadonlyArray<string>) =>
  platforms.map((platform) => ({ platform }));
const cases = [networkCase("vjp", { batch: 64, state: 2, width: 64 })];

describe("the check that runners compute the same", () => {
  it("finds a runner that does not, and ignores one that has nothing to compare.", () => {
    expect(checkAgreement(runners("absent", "cpu", "wasm", "PyTorch"), cases, { facts })).toEqual([
      "vjp 64x2x64: PyTorch computes 101, cpu 100.",
    ]);
  });

  it("finds results that are not numbers.", () => {
    const broken = ({ platform }: RunnerKey) => ({ norm: platform === "cpu" ? 1 : Number.NaN });
    expect(checkAgreement(runners("cpu", "wasm"), cases, { facts: broken })).toHaveLength(1);
    expect(checkAgreement(runners("wasm", "cpu"), cases, { facts: broken })).toHaveLength(1);
  });
});
