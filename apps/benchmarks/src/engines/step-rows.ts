import { stepCase } from "../cases/case-key.js";
import { stateLengths } from "../cases/sizes.js";
import { showTime } from "../report/show-time.js";
import type { Table } from "../report/table.js";
import { failuresOf, judge, showVerdict, type Verdict } from "../report/verdict.js";
import type { Measurements } from "../runners/measure-cases.js";
import { medianOf, ratioOf } from "../timing/ratio.js";
import { stepLimit } from "./limits.js";

/** The arithmetic of a step besides f. */
export const stepKinds = ["combination", "norm"] as const;

/**
 * One of its two parts on an engine, compared with ordinary operations on the unmodified engine: a combination as a
 * chain of products and sums, and as composed by the backend without the engine's package.
 */
export interface StepRow {
  readonly engine: string;
  readonly kind: (typeof stepKinds)[number];
  readonly length: number;
  /** Composed ÷ fused. */
  readonly speedup: Verdict | undefined;
  readonly diagnostic: {
    readonly fused: number | undefined;
    readonly composed: number | undefined;
    readonly unequipped: number | undefined;
  };
}

/** A row for each engine, part and length of the state. */
export function stepRows(
  engines: ReadonlyArray<string>,
  { seconds }: Pick<Measurements, "seconds">,
): ReadonlyArray<StepRow> {
  return engines.flatMap((engine) =>
    stepKinds.flatMap((kind) =>
      stateLengths.map((length) => {
        const stock = { platform: engine, variant: "stock" } as const;
        const fused = seconds({ platform: engine }, stepCase(kind, length));
        const unequipped = seconds(stock, stepCase(kind, length));
        const chain = seconds(stock, stepCase("chain", length));
        const composed = kind === "combination" ? chain : unequipped;
        return {
          engine,
          kind,
          length,
          speedup: judge(ratioOf(composed, fused), stepLimit(engine, length)),
          diagnostic: {
            fused: medianOf(fused),
            composed: medianOf(composed),
            unequipped: medianOf(unequipped),
          },
        };
      }),
    ),
  );
}

/** The rows for a reader. */
export function stepTable(rows: ReadonlyArray<StepRow>): Table {
  return {
    title: "The arithmetic of a step: base + h Σ w_j k_j of six terms, and the norm of its error",
    head: ["engine", "", "elements", "fused", "without package", "composed", "÷ fused"],
    rows: rows.map(({ engine, kind, length, speedup, diagnostic }) => [
      engine,
      kind,
      length.toExponential(0),
      showTime(diagnostic.fused),
      showTime(diagnostic.unequipped),
      showTime(diagnostic.composed),
      showVerdict(speedup),
    ]),
  };
}

/** What is not within its limits. */
export function stepFailures(rows: ReadonlyArray<StepRow>): ReadonlyArray<string> {
  return rows.flatMap(({ engine, kind, length, speedup }) =>
    failuresOf(`${engine}, ${kind} of ${length} elements: composed ÷ fused`, speedup),
  );
}
