import type {
  Backend,
  Cotangents,
  GradientSink,
  PassStatistics,
  State,
} from "@symplectic-adjoint/core";
import { borrowed, cotangentLedger, owned } from "./cotangent-ledger.js";
import type { Tape } from "./tape.js";

/** An initial cotangent of the sweep. */
export interface Seed<A> {
  readonly id: number;
  readonly cotangent: State<A>;
}

/** Options of a sweep. */
export interface SweepOptions<A> {
  readonly backend: Backend<A>;
  readonly wrt: ReadonlyArray<number>;
  readonly pass: PassStatistics;
  /** A state of the shapes that every value on the tape has. */
  readonly like: State<A>;
  /** Accumulates ∂L/∂θ, and finally receives λ at the start of the tape. */
  readonly sink: GradientSink<A>;
  /** Whether to keep the records for another sweep. If not, each is freed after its VJP. */
  readonly keep: boolean;
}

/**
 * Reverse-mode differentiation of a tape: processes the values in reverse order, each with the sum of the contributions
 * to its cotangent. Evaluations that do not affect the outputs cost no VJP.
 */
export function sweepTape<A>(
  tape: Tape<A>,
  seeds: ReadonlyArray<Seed<A>>,
  { backend, like, wrt, pass, sink, keep }: SweepOptions<A>,
): void {
  const ledger = cotangentLedger(backend);
  const starts: Array<State<A> | undefined> = [];
  try {
    for (const { id, cotangent } of seeds) ledger.note(id, 1, borrowed(cotangent));
    for (let id = tape.nodes.length - 1; id >= 0; id--) {
      const node = tape.nodes[id] as Tape<A>["nodes"][number];
      const share = ledger.take(id);
      if (node.kind === "start") {
        starts.unshift(share?.state);
      } else if (share !== undefined) {
        if (node.kind === "combination") {
          ledger.note(node.base, 1, share);
          node.weights.forEach((weight, j) => {
            if (weight !== 0) ledger.note(node.terms[j] as number, node.scale * weight, share);
          });
        } else {
          pass.vjps++;
          let pulled: Cotangents<A>;
          try {
            pulled = node.linearization.pullback(share.state, wrt);
          } finally {
            ledger.settle(share);
          }
          ledger.note(node.y, 1, owned(pulled.y));
          sink.addParameters(pulled.parameters);
        }
      }
      if (!keep && node.kind === "evaluation") node.linearization.release();
    }
    if (seeds.length > 0) sink.replace(starts.flatMap((state) => state ?? backend.zerosLike(like)));
  } finally {
    ledger.release();
  }
}
