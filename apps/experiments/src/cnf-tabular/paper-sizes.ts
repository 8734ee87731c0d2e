import type { FlowSizes } from "../flows/flow-model.js";

/** Sizes of a table of the paper, and of its flow. */
export interface PaperSize {
  readonly flow: FlowSizes;
  readonly batch: number;
  /** The batch on which time, evaluations and gradients are measured here, since two cores do not compute the whole. */
  readonly measuredBatch: number;
  /** Rows whose gradients are compared with double precision; 0 if the network is too large for that. */
  readonly accuracyBatch: number;
}

function size(
  [dimension, blocks]: readonly [number, number],
  [layers, width]: readonly [number, number],
  activation: FlowSizes["activation"],
): FlowSizes {
  const hidden = new Array<number>(layers).fill(width);
  const shape = { dimension, blocks, hidden, activation, endTime: 1 };
  return { ...shape, layer: "concat", divergence: "hutchinson" };
}

/** The five tables of the paper, whose sizes are those of FFJORD (Grathwohl et al., ICLR 2019, arXiv 1810.01367). */
export const PAPER_SIZES = {
  POWER: {
    ...{ flow: size([6, 5], [3, 60], "tanh"), batch: 10_000 },
    ...{ measuredBatch: 1000, accuracyBatch: 8 },
  },
  GAS: {
    ...{ flow: size([8, 5], [3, 160], "tanh"), batch: 1000 },
    ...{ measuredBatch: 1000, accuracyBatch: 8 },
  },
  HEPMASS: {
    ...{ flow: size([21, 10], [2, 210], "softplus"), batch: 10_000 },
    ...{ measuredBatch: 500, accuracyBatch: 4 },
  },
  MINIBOONE: {
    ...{ flow: size([43, 1], [2, 860], "softplus"), batch: 1000 },
    ...{ measuredBatch: 1000, accuracyBatch: 2 },
  },
  BSDS300: {
    ...{ flow: size([63, 2], [3, 1260], "softplus"), batch: 10_000 },
    ...{ measuredBatch: 50, accuracyBatch: 0 },
  },
} as const satisfies Record<string, PaperSize>;

/** The name of a table of the paper. */
export type PaperTableName = keyof typeof PAPER_SIZES;

/** All of them. */
export const PAPER_TABLES = Object.keys(PAPER_SIZES) as ReadonlyArray<PaperTableName>;
