import { gradientMethods, type NetworkKind, networkCase } from "../cases/case-key.js";
import { networkSizes } from "../cases/sizes.js";
import { showTime } from "../report/show-time.js";
import type { Table } from "../report/table.js";
import { judge, showVerdict, type Verdict } from "../report/verdict.js";
import type { Measurements } from "../runners/measure-cases.js";
import { medianOf, ratioOf } from "../timing/ratio.js";
import { torchAim } from "./limits.js";

/** Engines that compute on the CPU, like PyTorch here. */
const PROCESSOR: ReadonlySet<string> = new Set(["cpu", "wasm", "tensorflow"]);

/** The best engine, compared with PyTorch. */
export interface TorchRow {
  readonly kind: NetworkKind;
  readonly size: string;
  readonly engine: string;
  /** This library's time ÷ PyTorch's. A target: missing it is not a failure. */
  readonly ratio: Verdict;
  readonly diagnostic: { readonly ours: number | undefined; readonly torch: number | undefined };
}

/** For each size, the engine that is fastest at f with its VJP, in all cases that both have computed. */
export function torchRows(
  engines: ReadonlyArray<string>,
  { seconds }: Pick<Measurements, "seconds">,
): ReadonlyArray<TorchRow> {
  const candidates = engines.filter((engine) => PROCESSOR.has(engine));
  return networkSizes.flatMap((size) => {
    const row = (engine: string, kind: NetworkKind): ReadonlyArray<TorchRow> => {
      const ours = seconds({ platform: engine }, networkCase(kind, size));
      const torch = seconds({ platform: "PyTorch" }, networkCase(kind, size));
      const ratio = judge(ratioOf(ours, torch), torchAim(kind, size));
      if (ratio === undefined) return [];
      const diagnostic = { ours: medianOf(ours), torch: medianOf(torch) };
      return [{ kind, size: size.name, engine, ratio, diagnostic }];
    };
    const [best] = candidates
      .flatMap((engine) => row(engine, "vjp"))
      .sort((a, b) => a.ratio.median - b.ratio.median);
    if (best === undefined) return [];
    return (["evaluation", "vjp", ...gradientMethods] as const).flatMap((kind) =>
      row(best.engine, kind),
    );
  });
}

/** The rows for a reader. */
export function torchTable(rows: ReadonlyArray<TorchRow>): Table {
  return {
    title: "The best CPU engine compared with PyTorch, one thread each",
    head: ["size", "", "engine", "ours", "PyTorch", "÷ PyTorch", "aim"],
    rows: rows.map(({ kind, size, engine, ratio, diagnostic }) => [
      size,
      kind === "vjp" ? "f with VJP" : kind === "evaluation" ? "f" : `gradient, ${kind}`,
      engine,
      showTime(diagnostic.ours),
      showTime(diagnostic.torch),
      showVerdict(ratio),
      ratio.limit === undefined ? "" : ratio.holds ? "reached" : "missed",
    ]),
    notes: [
      "The best: at f with its VJP. Whole gradients: compared with the authors' PyTorch implementation of the symplectic adjoint.",
    ],
  };
}
