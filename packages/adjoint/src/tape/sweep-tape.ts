import type { State } from "@symplectic-adjoint/core";
import { borrowed } from "./cotangent-ledger.js";
import type { Tape } from "./tape.js";
import { TapeSweep, type TapeSweepOptions } from "./tape-sweep.js";

/** An initial cotangent of the sweep. */
export interface Seed<A> {
  readonly id: number;
  readonly cotangent: State<A>;
}

/** Options of the sweep of a whole tape. */
export interface SweepOptions<A> extends TapeSweepOptions<A> {
  /** A state of the shapes that every value on the tape has. */
  readonly like: State<A>;
}

/** Sweeps a whole tape: the sink receives λ at the starts of the tape. */
export function sweepTape<A>(
  tape: Tape<A>,
  seeds: ReadonlyArray<Seed<A>>,
  options: SweepOptions<A>,
): void {
  const sweep = new TapeSweep(tape, options);
  try {
    for (const { id, cotangent } of seeds) sweep.seed(id, 1, borrowed(cotangent));
    const starts = tape.nodes.flatMap(({ kind }, id) => (kind === "start" ? [id] : []));
    sweep.downTo(0);
    finishSweep(sweep, starts, options);
  } finally {
    sweep.release();
  }
}

/** Replaces λ by the cotangents of these starts, unless there were no cotangents at all. */
export function finishSweep<A>(
  sweep: TapeSweep<A>,
  starts: ReadonlyArray<number>,
  { backend, sink, like }: Pick<SweepOptions<A>, "backend" | "sink" | "like">,
): void {
  if (!sweep.isSeeded) return;
  const lambda: Array<A> = [];
  let finished = false;
  try {
    for (const id of starts) {
      // Not spread into a call: there may be more leaves than it may have arguments.
      for (const leaf of sweep.takeStart(id) ?? backend.zerosLike(like)) lambda.push(leaf);
    }
    sink.replace(lambda);
    finished = true;
  } finally {
    if (!finished) backend.release(lambda);
  }
}
