import {
  type ForwardPass,
  type Gradients,
  isReading,
  type MaybeReading,
  type PullbackRequest,
  type Reading,
  type State,
  type Statistics,
} from "@symplectic-adjoint/core";
import type { Trajectory } from "@symplectic-adjoint/solver";
import type { PullbackAbilities, PullbackGuard } from "./pullback-guard.js";

/** The pullback of a strategy. */
export interface PullbackParts<A> {
  readonly guard: PullbackGuard;
  readonly abilities: PullbackAbilities;
  /** See `ForwardPass.pullback`. @param keep Whether its data must be kept for another one. */
  gradients(
    cotangents: ReadonlyArray<State<A> | undefined>,
    wrt: ReadonlyArray<number>,
    request: PullbackRequest<A> | undefined,
    keep: boolean,
  ): MaybeReading<Gradients<A>, A>;
  /** Frees its data. Calling it twice is allowed. */
  free(): void;
}

/** A finished integration as a forward pass. Written out: spreads cost as much as a small step. */
export function forwardPass<A>(
  { outputs, rows, outputTimes, dense, steps, outcome }: Trajectory<A>,
  statistics: Statistics,
  parts: PullbackParts<A>,
): ForwardPass<A> {
  return {
    outputs,
    rows,
    outputTimes,
    dense,
    steps,
    outcome,
    statistics,
    pullback: (cotangents, wrt, request) => pullBack(parts, cotangents, wrt, request),
    release: () => parts.guard.release(parts.free),
  };
}

/**
 * Not a generator method of the pass: V8 keeps what such a function refers to, here the whole solve, until a full garbage
 * collection, because the map of its generators is old from the start. Until then every small collection would copy it, for
 * each of many short solves.
 */
function* pullBack<A>(
  { guard, abilities, gradients, free }: PullbackParts<A>,
  cotangents: ReadonlyArray<State<A> | undefined>,
  wrt: ReadonlyArray<number>,
  request: PullbackRequest<A> | undefined,
): Reading<Gradients<A>, A> {
  const { keep } = guard.enter(request, abilities);
  const answer = gradients(cotangents, wrt, request, keep);
  const found = isReading(answer) ? yield* answer : answer;
  if (!keep) free();
  return found;
}
