import { type GradientMethod, gradientMethods, networkCase } from "../cases/case-key.js";
import { networkSizes } from "../cases/sizes.js";
import { showTime } from "../report/show-time.js";
import type { Table } from "../report/table.js";
import { failuresOf, judge, showVerdict, type Verdict } from "../report/verdict.js";
import type { Measurements } from "../runners/measure-cases.js";
import type { Counts } from "../runners/services.js";
import { medianOf, ratioOf, weightedSeries } from "../timing/ratio.js";
import { gradientLimit } from "./limits.js";

/** A whole gradient on an engine. */
export interface GradientRow {
  readonly engine: string;
  readonly size: string;
  readonly method: GradientMethod;
  readonly counts: Counts | undefined;
  /** The gradient ÷ (its evaluations, each at the price of one, + its VJPs likewise). */
  readonly overhead: Verdict | undefined;
  readonly diagnostic: { readonly gradient: number | undefined };
}

/** A row for each engine, size and method. */
export function gradientRows(
  engines: ReadonlyArray<string>,
  { seconds, facts }: Pick<Measurements, "seconds" | "facts">,
): ReadonlyArray<GradientRow> {
  return engines.flatMap((engine) =>
    networkSizes.flatMap((size) =>
      gradientMethods.map((method) => {
        const equipped = { platform: engine };
        const gradient = seconds(equipped, networkCase(method, size));
        const counts = facts(equipped, networkCase(method, size))?.counts;
        const parts = weightedSeries(prices(counts), [
          seconds(equipped, networkCase("evaluation", size)),
          seconds(equipped, networkCase("vjp", size)),
        ]);
        return {
          engine,
          size: size.name,
          method,
          counts,
          overhead: judge(ratioOf(gradient, parts), gradientLimit(size)),
          diagnostic: { gradient: medianOf(gradient) },
        };
      }),
    ),
  );
}

/**
 * Numbers of plain evaluations, and of recorded ones with their VJP: the cost of a VJP includes its recorded
 * evaluation.
 */
function prices({ evaluations, recorded = 0, vjps = 0 }: Counts = { evaluations: 0 }) {
  return [evaluations - recorded, vjps];
}

/** The rows for a reader. */
export function gradientTable(rows: ReadonlyArray<GradientRow>): Table {
  return {
    title: "Whole gradients by the symplectic adjoint: rk4, 20 steps; dopri5, rtol = atol = 1e-5",
    head: ["engine", "size", "method", "steps", "f + f with VJP", "gradient", "÷ sum of its parts"],
    rows: rows.map(({ engine, size, method, counts, overhead, diagnostic }) => [
      engine,
      size,
      method,
      counts === undefined ? "–" : `${counts.accepted} + ${counts.rejected}`,
      counts === undefined ? "–" : prices(counts).join(" + "),
      showTime(diagnostic.gradient),
      showVerdict(overhead),
    ]),
  };
}

/** What is not within its limits. */
export function gradientFailures(rows: ReadonlyArray<GradientRow>): ReadonlyArray<string> {
  return rows.flatMap(({ engine, size, method, overhead }) =>
    failuresOf(`${engine}, ${size}, ${method}: gradient ÷ sum of its parts`, overhead),
  );
}
