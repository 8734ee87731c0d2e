import { networkCase } from "../cases/case-key.js";
import { networkSizes } from "../cases/sizes.js";
import { showTime } from "../report/show-time.js";
import type { Table } from "../report/table.js";
import { failuresOf, judge, showVerdict, type Verdict } from "../report/verdict.js";
import type { Measurements } from "../runners/measure-cases.js";
import { medianOf, ratioOf } from "../timing/ratio.js";
import { productsLimit, stockLimit, vjpLimit } from "./limits.js";

/** f and its VJP on an engine. */
export interface EvaluationRow {
  readonly engine: string;
  readonly size: string;
  /** f with its VJP ÷ f. */
  readonly vjp: Verdict | undefined;
  /** TensorFlow.js' own value and gradient ÷ ours. */
  readonly speedup: Verdict | undefined;
  /** f ÷ its three products of matrices. */
  readonly products: Verdict | undefined;
  readonly diagnostic: {
    readonly evaluation: number | undefined;
    readonly vjp: number | undefined;
    readonly stockVjp: number | undefined;
  };
}

/** A row for each engine and size. */
export function evaluationRows(
  engines: ReadonlyArray<string>,
  { seconds }: Pick<Measurements, "seconds">,
): ReadonlyArray<EvaluationRow> {
  return engines.flatMap((engine) =>
    networkSizes.map((size) => {
      const equipped = { platform: engine };
      const stock = { platform: engine, variant: "stock" } as const;
      const evaluation = seconds(equipped, networkCase("evaluation", size));
      const vjp = seconds(equipped, networkCase("vjp", size));
      const stockVjp = seconds(stock, networkCase("vjp", size));
      const products = seconds(equipped, networkCase("products", size));
      return {
        engine,
        size: size.name,
        vjp: judge(ratioOf(vjp, evaluation), vjpLimit(size)),
        speedup: judge(ratioOf(stockVjp, vjp), stockLimit(engine, size)),
        products: judge(ratioOf(evaluation, products), productsLimit(engine, size)),
        diagnostic: {
          evaluation: medianOf(evaluation),
          vjp: medianOf(vjp),
          stockVjp: medianOf(stockVjp),
        },
      };
    }),
  );
}

/** The rows for a reader. */
export function evaluationTable(rows: ReadonlyArray<EvaluationRow>): Table {
  return {
    title: "f and its VJP for y and all parameters; batch x state x width",
    head: [
      "engine",
      "size",
      "f",
      "f with VJP",
      "÷ f",
      "f ÷ its products",
      "VJP by TensorFlow.js alone",
      "÷ ours",
    ],
    rows: rows.map(({ engine, size, vjp, speedup, products, diagnostic }) => [
      engine,
      size,
      showTime(diagnostic.evaluation),
      showTime(diagnostic.vjp),
      showVerdict(vjp),
      showVerdict(products),
      showTime(diagnostic.stockVjp),
      showVerdict(speedup),
    ]),
  };
}

/** What is not within its limits. */
export function evaluationFailures(rows: ReadonlyArray<EvaluationRow>): ReadonlyArray<string> {
  return rows.flatMap(({ engine, size, vjp, speedup, products }) => [
    ...failuresOf(`${engine}, ${size}: f with VJP ÷ f`, vjp),
    ...failuresOf(`${engine}, ${size}: f ÷ its matrix products`, products),
    ...failuresOf(`${engine}, ${size}: VJP by TensorFlow.js alone ÷ ours`, speedup),
  ]);
}
