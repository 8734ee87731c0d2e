import { relativeDistance } from "../plain/values-of.js";
import { FUNCTIONS, functionNamed } from "../solving/counting.js";
import { type Measured, measureFunction } from "./measure-function.js";
import { predictPeak } from "./predict-peak.js";
import type { Problem, SizedProblem } from "./problem.js";

/** One of the five functions on a problem. */
export interface FunctionRow {
  readonly name: string;
  readonly peakBytes: number;
  /** Whether the peak was computed from small runs, because the gradient needs too much memory or time. */
  readonly predicted: boolean;
  readonly loss?: number;
  /** Calls of f in each direction. */
  readonly forward?: number;
  readonly backward?: number;
  /** Of a gradient, operation by operation. */
  readonly seconds?: number;
  /** Distance of the gradient from the one in double precision, relative to its norm. */
  readonly gradientError?: number;
  /** Its distance from that by backpropagation through the same steps, relative to its norm. */
  readonly fromBackpropagation?: number;
  /** The same gradient by programs, if f was compiled. */
  readonly compiled?: CompiledRow;
}

/** One of the five functions on a problem whose f was compiled. */
export interface CompiledRow {
  readonly loss?: number;
  readonly seconds?: number;
  /** Distance of the gradient from the one operation by operation, relative to its norm. */
  readonly fromInterpreted: number;
  /** Distance of the gradient from the one in double precision, relative to its norm. */
  readonly gradientError?: number;
}

/** The five functions on one problem. */
export interface Comparison {
  /** Accepted steps, of all solves of the loss. */
  readonly steps: number;
  /** Rows of the batch, and of the smaller one on which gradients are compared. */
  readonly batch: number;
  readonly accuracyBatch: number;
  /** Gradients that were timed. */
  readonly runs: number;
  readonly rows: ReadonlyArray<FunctionRow>;
}

/** How to compare. */
export interface ComparisonOptions {
  /** Rows of the problem's batch. */
  readonly batch: number;
  /** Of smaller size, to predict the peaks that exceed `limit`. */
  readonly sized: SizedProblem;
  /** The same loss on few rows, with its gradient in double precision, unless that takes too long. */
  readonly accuracy: {
    readonly batch: number;
    readonly problem: Problem;
    readonly reference?: ReadonlyArray<Float64Array>;
  };
  /** Most bytes that a gradient may need, to be computed. Default 2 GiB. */
  readonly limit?: number;
  /** Gradients to be timed. Default 3. */
  readonly runs?: number;
  readonly signal: AbortSignal;
  readonly progress?: (fraction: number, text: string) => void;
}

const OURS = "odeintSymplecticAdjoint";
const BACKPROPAGATION = "odeint";

/** Differentiates a problem by each of the five functions. */
export async function compareFunctions(
  problem: Problem,
  options: ComparisonOptions,
): Promise<Comparison> {
  const { sized, batch, limit = 2 ** 31, accuracy, signal, progress = () => {} } = options;
  const { runs = 3 } = options;
  const timing = { runs, signal };
  const ours = await measureFunction(functionNamed(OURS), problem, timing);
  const { gradient: exact } = await accuratelyBy(BACKPROPAGATION, accuracy.problem);
  const rows: Array<FunctionRow> = [];
  for (const [i, each] of FUNCTIONS.entries()) {
    progress((i + 1) / (FUNCTIONS.length + 1), each.name);
    if (signal.aborted) break;
    const { name } = each;
    const { gradient, compiled } = await accuratelyBy(name, accuracy.problem);
    const errorOf = (found: typeof gradient) =>
      accuracy.reference && { gradientError: relativeDistance(found, accuracy.reference) };
    const errors = {
      ...errorOf(gradient),
      fromBackpropagation: relativeDistance(gradient, exact),
    };
    const compiledErrors = compiled && {
      fromInterpreted: relativeDistance(compiled.gradient, gradient),
      ...errorOf(compiled.gradient),
    };
    const needed = name === OURS ? 0 : predictPeak(each, sized, batch, ours.steps / sized.solves);
    if (needed > limit) {
      rows.push({
        ...{ name, peakBytes: needed, predicted: true, ...errors },
        ...(compiledErrors && { compiled: compiledErrors }),
      });
      continue;
    }
    const measured = name === OURS ? ours : await measureFunction(each, problem, timing);
    rows.push({
      ...{ name, predicted: false, ...figuresOf(measured), ...errors },
      ...(compiledErrors && { compiled: { ...compiledErrors, ...compiledFiguresOf(measured) } }),
    });
  }
  return { steps: ours.steps, batch, accuracyBatch: accuracy.batch, runs, rows };
}

function accuratelyBy(name: string, problem: Problem): Promise<Measured> {
  return measureFunction(functionNamed(name), problem, { runs: 0 });
}

function figuresOf({ loss, peakBytes, forward, backward, seconds }: Measured) {
  return { loss, peakBytes, forward, backward, seconds };
}

function compiledFiguresOf({ compiled }: Measured) {
  return compiled && { loss: compiled.loss, seconds: compiled.seconds };
}
