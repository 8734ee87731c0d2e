import type { OdeintOptions } from "@symplectic-adjoint/models";
import type { Comparison } from "../comparison/compare-functions.js";
import { predictPeak } from "../comparison/predict-peak.js";
import { compareFlow } from "../flows/compare-flow.js";
import { type FlowSizes, flowModel } from "../flows/flow-model.js";
import { flowOfSize } from "../flows/flow-of-size.js";
import type { PartContext, PartResult } from "../framework/experiment.js";
import { FUNCTIONS } from "../solving/counting.js";
import { PAPER_SIZES, type PaperSize, type PaperTableName } from "./paper-sizes.js";
import { seededRows } from "./seeded-rows.js";

/** The five functions on a table of the paper. */
export interface PaperResult {
  readonly kind: "paper";
  readonly name: PaperTableName;
  readonly flow: FlowSizes;
  /** At the batch that was measured. */
  readonly comparison: Comparison;
  /** At the paper's batch, with the same steps, predicted from small runs. */
  readonly batch: number;
  readonly peaks: Readonly<Record<string, number>>;
}

/** As the paper. */
export const PAPER_SOLVES: OdeintOptions = { method: "dopri5", rtol: 1e-6, atol: 1e-8 };

/** Reduced in width and batch, for a quick run. */
function reduced({ flow }: PaperSize): PaperSize {
  const hidden = flow.hidden.map(() => 2 * flow.dimension);
  const blocks = Math.min(flow.blocks, 2);
  return { flow: { ...flow, hidden, blocks }, batch: 64, measuredBatch: 16, accuracyBatch: 2 };
}

/** Differentiates the flow of a table of the paper, with weights as they are before the training. */
export async function paperPart(
  name: PaperTableName,
  { quick, compile, signal, progress }: PartContext,
): Promise<PartResult<PaperResult>> {
  const whole: PaperSize = PAPER_SIZES[name];
  const { flow, batch, measuredBatch, accuracyBatch } = quick ? reduced(whole) : whole;
  const model = flowModel(flow, PAPER_SOLVES, compile);
  const rowsOf = (rows: number) => seededRows(rows, flow.dimension);
  try {
    const comparison = await compareFlow(model, {
      ...{ batch: measuredBatch, accuracyBatch, rowsOf, solves: PAPER_SOLVES, signal },
      ...{ limit: 4 * 2 ** 30, runs: 1 },
      progress: (fraction, text) => progress(0.7 * fraction, text),
    });
    const sized = flowOfSize(flow, rowsOf, { method: "dopri5" });
    const peaks: Record<string, number> = {};
    for (const [i, each] of FUNCTIONS.entries()) {
      if (signal.aborted) break;
      progress(0.7 + 0.3 * (i / FUNCTIONS.length), `memory of ${each.name}`);
      peaks[each.name] = predictPeak(each, sized, batch, comparison.steps / flow.blocks);
    }
    const result: PaperResult = { kind: "paper", name, flow, comparison, batch, peaks };
    return { result, complete: !signal.aborted };
  } finally {
    model.flow.dispose();
  }
}
