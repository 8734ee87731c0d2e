import { describe, expect, it } from "vitest";
import { networkCase, stepCase } from "../src/cases/case-key.js";
import {
  evaluationFailures,
  evaluationRows,
  evaluationTable,
} from "../src/engines/evaluation-rows.js";
import { gradientFailures, gradientRows, gradientTable } from "../src/engines/gradient-rows.js";
import { stepFailures, stepRows } from "../src/engines/step-rows.js";
import { torchRows, torchTable } from "../src/engines/torch-rows.js";
import { constantTimes } from "./measurements.js";

const cpu = { platform: "cpu" };
const wasm = { platform: "wasm" };
const torch = { platform: "PyTorch" };
const stock = { variant: "stock" } as const;

const tiny = { batch: 1, state: 2, width: 16 };
const small = { batch: 64, state: 2, width: 64 };
const long = { batch: 1024, state: 64, width: 64 };
const wide = { batch: 256, state: 64, width: 256 };

describe("rows of evaluations", () => {
  const measured = constantTimes([
    [wasm, networkCase("evaluation", wide), 1e-3],
    [wasm, networkCase("vjp", wide), 4e-3],
    [{ ...wasm, ...stock }, networkCase("vjp", wide), 44e-3],
    [wasm, networkCase("evaluation", long), 1e-3],
    [wasm, networkCase("products", long), 0.5e-3],
  ]);
  const rows = evaluationRows(["wasm"], measured);
  const of = (size: string) => rows.find((row) => row.size === size);

  it("divide the VJP by the evaluation, and TensorFlow.js' by ours.", () => {
    expect(of("256x64x256")).toMatchObject({
      vjp: { median: 4, holds: false },
      speedup: { median: 11, limit: { atLeast: 10 }, holds: true },
      diagnostic: { evaluation: 1e-3, vjp: 4e-3, stockVjp: 44e-3 },
    });
  });

  it("fail if and only if a limit is exceeded.", () => {
    expect(evaluationFailures(rows)).toEqual([
      "wasm, 1024x64x64: f ÷ its matrix products: 2 (quartiles 2 – 2) is not ≤ 1.5.",
      "wasm, 256x64x256: f with VJP ÷ f: 4 (quartiles 4 – 4) is not ≤ 3.5.",
    ]);
  });

  it("allow small networks more.", () => {
    const measured = constantTimes([
      [cpu, networkCase("evaluation", tiny), 1],
      [cpu, networkCase("vjp", tiny), 4],
    ]);
    expect(evaluationFailures(evaluationRows(["cpu"], measured))).toEqual([]);
  });

  it("show a dash for what was not measured.", () => {
    const [first] = evaluationTable(rows).rows;
    expect(first).toEqual(["wasm", "1x2x16", "–", "–", "–", "–", "–", "–"]);
  });
});

describe("rows of gradients", () => {
  const counts = { evaluations: 220, recorded: 80, vjps: 80, accepted: 20, rejected: 0 };
  const rowsFor = (seconds: number) =>
    gradientRows(
      ["cpu"],
      constantTimes([
        [cpu, networkCase("evaluation", tiny), 1e-5],
        [cpu, networkCase("vjp", tiny), 4e-5],
        [cpu, networkCase("rk4", tiny), seconds, counts],
      ]),
    );

  it("weigh bare evaluations and VJPs, which contain the recorded ones, at the price of one.", () => {
    // 140 evaluations at 10 µs and 80 VJPs at 40 µs are 4.6 ms.
    const [row] = rowsFor(6.9e-3);
    expect(row?.overhead).toMatchObject({ median: 1.5, holds: true, rounds: 3 });
    expect(gradientTable(rowsFor(6.9e-3)).rows[0]).toEqual([
      "cpu",
      "1x2x16",
      "rk4",
      "20 + 0",
      "140 + 80",
      "6.90 ms",
      "1.50 ≤ 1.5 ✓",
    ]);
  });

  it("fail above the limit.", () => {
    expect(gradientFailures(rowsFor(7.4e-3))).toEqual([
      "cpu, 1x2x16, rk4: gradient ÷ sum of its parts: 1.61 (quartiles 1.61 – 1.61) is not ≤ 1.5.",
    ]);
  });
});

describe("rows of steps", () => {
  it("divide the time of ordinary operations on the unmodified engine by this library's.", () => {
    const measured = constantTimes([
      [cpu, stepCase("combination", 100), 1e-6],
      [{ ...cpu, ...stock }, stepCase("chain", 100), 4e-6],
      [{ ...cpu, ...stock }, stepCase("combination", 100), 3e-6],
      [wasm, stepCase("norm", 100), 1e-6],
      [{ ...wasm, ...stock }, stepCase("norm", 100), 2e-6],
      [wasm, stepCase("norm", 10000), 1e-6],
      [{ ...wasm, ...stock }, stepCase("norm", 10000), 2e-6],
    ]);
    const rows = stepRows(["cpu", "wasm"], measured);
    expect(rows[0]?.diagnostic).toEqual({ fused: 1e-6, composed: 4e-6, unequipped: 3e-6 });
    expect(stepFailures(rows)).toEqual([
      "cpu, combination of 100 elements: composed ÷ fused: 4 (quartiles 4 – 4) is not ≥ 5.",
      "wasm, norm of 10000 elements: composed ÷ fused: 2 (quartiles 2 – 2) is not ≥ 4.",
    ]);
  });
});

describe("rows next to PyTorch", () => {
  const measured = constantTimes([
    [torch, networkCase("evaluation", small), 4],
    [torch, networkCase("vjp", small), 10],
    [torch, networkCase("rk4", small), 100],
    [cpu, networkCase("evaluation", small), 1],
    [cpu, networkCase("vjp", small), 12],
    [wasm, networkCase("evaluation", small), 5],
    [wasm, networkCase("vjp", small), 9],
    [wasm, networkCase("rk4", small), 40],
    [{ platform: "webgpu" }, networkCase("vjp", small), 1],
  ]);
  const rows = torchRows(["cpu", "wasm", "webgpu"], measured);

  it("are those of the engine on the processor that is best at the VJP.", () => {
    expect(
      rows.map(({ kind, engine, ratio }) => [kind, engine, ratio.median, ratio.holds]),
    ).toEqual([
      ["evaluation", "wasm", 1.25, false],
      ["vjp", "wasm", 0.9, true],
      ["rk4", "wasm", 0.4, true],
    ]);
  });

  it("say whether the aim was reached.", () => {
    expect(torchTable(rows).rows.map((row) => row.at(-1))).toEqual([
      "missed",
      "reached",
      "reached",
    ]);
  });

  it("are none without PyTorch.", () => {
    expect(torchRows(["cpu"], constantTimes([[cpu, networkCase("vjp", small), 1]]))).toEqual([]);
  });
});
