import { tableaux } from "symplectic-adjoint";
import type { GradientMethod } from "../cases/case-key.js";
import type { NamedSize } from "../cases/sizes.js";
import type { Table } from "../report/table.js";
import { failuresOf, judge, showVerdict, type Verdict } from "../report/verdict.js";
import { ratioOf, type Series } from "../timing/ratio.js";

/** Limit of the time of the backward pass with stages, relative to that without. */
const MOST_RATIO = 0.8;
/** The size at which the arithmetic of f dominates. */
const JUDGED = "256x64x256";

/** Measurements of one network and method, with states and with stages in checkpoints. */
export interface Measured {
  readonly size: Pick<NamedSize, "name" | "batch" | "state">;
  readonly method: GradientMethod;
  readonly state: Figures;
  readonly stages: Figures;
  /** Whether the gradients are bitwise the same. */
  readonly same: boolean;
}

/** Times round by round, and bytes. */
export interface Figures {
  readonly backward: Series;
  readonly whole: Series;
  readonly held: number;
  readonly working: number;
}

/** One row of the table. */
export interface StageRow {
  readonly network: string;
  readonly method: GradientMethod;
  readonly activeStages: number;
  /** Time of the backward pass with stages over that without. */
  readonly backward: Verdict | undefined;
  /** The same of both passes. */
  readonly whole: Verdict | undefined;
  readonly bytes: {
    readonly state: Bytes;
    readonly stages: Bytes;
  };
  readonly same: boolean;
}

interface Bytes {
  readonly held: number;
  readonly working: number;
}

export function stageRow({ size, method, state, stages, same }: Measured): StageRow {
  const limit = size.name === JUDGED ? { atMost: MOST_RATIO } : undefined;
  const bytes = ({ held, working }: Figures): Bytes => ({ held, working });
  return {
    network: size.name,
    method,
    activeStages: tableaux[method].activeStages.length,
    backward: judge(ratioOf(stages.backward, state.backward), limit),
    whole: judge(ratioOf(stages.whole, state.whole)),
    bytes: { state: bytes(state), stages: bytes(stages) },
    same,
  };
}

export function stageFailures(rows: ReadonlyArray<StageRow>): ReadonlyArray<string> {
  return rows.flatMap(({ network, method, backward, same }) => [
    ...failuresOf(`${method} ${network}: backward with stages ÷ without`, backward),
    ...(same ? [] : [`${method} ${network}: the gradients are not bitwise the same.`]),
  ]);
}

export function stageTable(rows: ReadonlyArray<StageRow>, engine: string, steps: number): Table {
  return {
    title: `Stages in checkpoints on the engine ${engine}, ${steps} steps: time and KiB, with stages and without`,
    head: [
      "network",
      "method",
      "s",
      "backward ÷",
      "quartiles",
      "both passes ÷",
      "held, stages",
      "held, states",
      "working, stages",
      "working, states",
    ],
    rows: rows.map(({ network, method, activeStages, backward, whole, bytes }) => [
      network,
      method,
      activeStages,
      showVerdict(backward),
      backward === undefined ? "–" : `${backward.lower.toFixed(2)} – ${backward.upper.toFixed(2)}`,
      showVerdict(whole),
      kib(bytes.stages.held),
      kib(bytes.state.held),
      kib(bytes.stages.working),
      kib(bytes.state.working),
    ]),
    notes: [
      "Networks: batch x state x width. Held: bytes between the passes, without y0 and the outputs. Working: what the backward pass",
      "adds at most. Ratios are of processor time. The gradients are bitwise the same.",
    ],
  };
}

function kib(bytes: number): string {
  return (bytes / 1024).toFixed(1);
}
