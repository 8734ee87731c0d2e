import type {
  Backend,
  GradientSink,
  PassStatistics,
  State,
  TimeSink,
} from "@symplectic-adjoint/core";
import { cotangentLedger, owned, type Share } from "./cotangent-ledger.js";
import type { Tape, TapeNode } from "./tape.js";
import { pullCombinationTimes, pullStageTime } from "./tape-times.js";

/** Options of a sweep. */
export interface TapeSweepOptions<A> {
  readonly backend: Backend<A>;
  readonly wrt: ReadonlyArray<number>;
  readonly pass: PassStatistics;
  /** Accumulates ∂L/∂θ. */
  readonly sink: GradientSink<A>;
  /** Whether to keep the records for another sweep. If not, each is freed after its VJP. */
  readonly keep: boolean;
  /** Receives how the loss changes with the ends of a step, if that is requested. */
  readonly timeSinkOf?: ((step: number) => TimeSink<A> | undefined) | undefined;
}

/**
 * Reverse-mode differentiation of a tape: processes the values in reverse order, each with the sum of the contributions
 * to its cotangent. Evaluations that do not affect the outputs cost no VJP.
 */
export class TapeSweep<A> {
  /** Whether any cotangent was given. */
  isSeeded = false;
  private readonly tape: Tape<A>;
  private readonly options: TapeSweepOptions<A>;
  private readonly ledger;
  private readonly starts = new Map<number, State<A>>();
  /** All values from this id on are processed. */
  private at: number;
  /**
   * The step of the values that are being processed. A slope at its start may come from an attempt that was rejected, or
   * from before the first attempt: it is next to those of the attempt that was accepted.
   */
  private step: number | undefined;

  constructor(tape: Tape<A>, options: TapeSweepOptions<A>) {
    this.tape = tape;
    this.options = options;
    this.ledger = cotangentLedger(options.backend);
    this.at = tape.nodes.length;
  }

  /** Adds weight times a cotangent of a value that is not processed yet. */
  seed(id: number, weight: number, cotangent: Share<A>): void {
    this.isSeeded = true;
    this.ledger.note(id, weight, cotangent);
  }

  /** Processes all values whose ids are not less than this one. */
  downTo(limit: number): void {
    const { ledger, tape } = this;
    while (this.at > limit) {
      const id = --this.at;
      const node = tape.nodes[id] as TapeNode<A>;
      this.step = node.attempt?.step ?? this.step;
      const share = ledger.take(id);
      if (share !== undefined) this.process(id, node, share);
      if (!this.options.keep) tape.free(id);
    }
  }

  /** The cotangent of a start, which the caller then owns; undefined if it is zero. */
  takeStart(id: number): State<A> | undefined {
    const state = this.starts.get(id);
    this.starts.delete(id);
    return state;
  }

  /** Frees all cotangents. */
  release(): void {
    this.ledger.release();
    for (const state of this.starts.values()) this.options.backend.release(state);
    this.starts.clear();
  }

  private process(id: number, node: TapeNode<A>, share: Share<A>): void {
    if (node.kind === "start") this.starts.set(id, share.state);
    else if (node.kind === "combination") this.pullCombination(node, share);
    else this.pullEvaluation(node, share);
  }

  private pullCombination(
    node: TapeNode<A> & { readonly kind: "combination" },
    share: Share<A>,
  ): void {
    const { ledger } = this;
    // Until the ledger has it, an error must not leave it behind.
    share.uses++;
    try {
      const timeSink = this.timeSink;
      if (timeSink !== undefined)
        pullCombinationTimes(this.options.backend, this.tape, node, share.state, timeSink);
      ledger.note(node.base, 1, share);
      node.weights.forEach((weight, j) => {
        if (weight !== 0) ledger.note(node.terms[j] as number, node.scale * weight, share);
      });
    } finally {
      share.uses--;
      ledger.settle(share);
    }
  }

  private pullEvaluation(
    node: TapeNode<A> & { readonly kind: "evaluation" },
    share: Share<A>,
  ): void {
    const { ledger, options } = this;
    const { wrt, pass, sink } = options;
    const timeSink = this.timeSink;
    pass.vjps++;
    let pulled: ReturnType<typeof node.linearization.pullback>;
    try {
      pulled =
        timeSink === undefined
          ? node.linearization.pullback(share.state, wrt)
          : node.linearization.pullback(share.state, wrt, true);
    } finally {
      ledger.settle(share);
    }
    ledger.note(node.y, 1, owned(pulled.y));
    sink.addParameters(pulled.parameters);
    if (timeSink !== undefined) pullStageTime(node, pulled.t, timeSink);
  }

  /** That of the step that is being processed. */
  private get timeSink(): TimeSink<A> | undefined {
    return this.step === undefined ? undefined : this.options.timeSinkOf?.(this.step);
  }
}
