import { describe, expect, it } from "vitest";
import { checkAgreement } from "../src/engines/check-agreement.js";

const norms: Readonly<Record<string, number>> = { cpu: 100, wasm: 100.05, PyTorch: 101 };
const facts = (name: string) => {
  const norm = norms[name];
  return norm === undefined ? undefined : { norm };
};

describe("the check that contestants compute the same", () => {
  it("finds who does not, and passes over who has nothing to compare.", () => {
    expect(checkAgreement(["absent", "cpu", "wasm", "PyTorch"], ["vjp"], { facts })).toEqual([
      "vjp: PyTorch computes 101, cpu 100.",
    ]);
  });

  it("finds results that are not numbers.", () => {
    const broken = (name: string) => ({ norm: name === "cpu" ? 1 : Number.NaN });
    expect(checkAgreement(["cpu", "wasm"], ["vjp"], { facts: broken })).toHaveLength(1);
    expect(checkAgreement(["wasm", "cpu"], ["vjp"], { facts: broken })).toHaveLength(1);
  });
});
