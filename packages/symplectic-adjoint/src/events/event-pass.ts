import { type TensorFunction, tfjs } from "@symplectic-adjoint/backend-tfjs";
import {
  type Backend,
  type DynamicsBackend,
  type ForwardPass,
  type FoundEvent,
  IntegrationError,
  NoEventError,
  type Problem,
  type State,
  type Tree,
} from "@symplectic-adjoint/core";
import { fixedOptionTable } from "@symplectic-adjoint/step-size";
import type { Tensor } from "@tensorflow/tfjs-core";
import { chooseBackend, type SolvePurpose } from "../options/choose-backend.js";
import { chooseMethod } from "../options/choose-method.js";
import type { ReadTimes } from "../options/read-times.js";
import { type CallSite, type Prepared, prepare } from "../solve/prepare.js";
import { searchSpan } from "./event-times.js";
import type { OdeintEventAsyncOptions } from "./odeint-event-options.js";

/** The backend for the search for an event, as for a solve. */
export function eventBackend(
  func: TensorFunction,
  y0: unknown,
  { event, ...options }: OdeintEventAsyncOptions,
  purpose: SolvePurpose,
): DynamicsBackend<Tensor, TensorFunction> {
  const events = [{ condition: event }];
  return chooseBackend(func, tfjs, y0, { ...options, events }, purpose);
}

/** A problem that ends at its only event. */
export function prepareEvent<F>(
  func: F,
  y0: Tree<Tensor>,
  t0: number,
  times: Pick<ReadTimes<Tensor>, "stepT" | "jumpT" | "arrays">,
  options: OdeintEventAsyncOptions,
  site: CallSite<Tensor, F>,
): Prepared<Tensor> {
  const { event, direction, probes, reverse, until, adjoint, ...forward } = options;
  const hasFixedSteps = Object.keys(fixedOptionTable).some((name) => Object.hasOwn(forward, name));
  const needsEnd = hasFixedSteps || !chooseMethod(forward.method).estimatesError;
  const t = searchSpan(t0, { until, reverse }, needsEnd);
  const events = [{ condition: event, direction, probes, terminal: true, name: "event" }];
  return prepare(func, y0, { ...times, t }, { ...forward, events }, site);
}

/**
 * The event with which a pass ended. Releases the outputs of the pass.
 *
 * @throws NoEventError if the search ended without one; IntegrationError if the integration failed.
 */
export function eventOf<A>(
  { backend, events, times }: Problem<A>,
  pass: ForwardPass<A>,
): FoundEvent<A> {
  for (const output of pass.outputs) backend.release(output);
  const { outcome, statistics } = pass;
  const found = events?.found[0];
  if (outcome.kind === "event" && found !== undefined) return found;
  if (outcome.kind !== "success") throw new IntegrationError(outcome, statistics);
  throw new NoEventError({
    argument: "event",
    problem: `did not cross zero between t0 = ${times[0]} and until = ${times[times.length - 1]}`,
    remedy:
      "Search further with until, check direction, add probes for crossings within one step, or use solve with events, which returns the state at the end.",
  });
}

/** The time, as a scalar array, and the state of an event: new arrays. The open scope owns them, or the caller. */
export function arraysOf<A>(
  backend: Backend<A>,
  { t, state }: FoundEvent<A>,
): readonly [A, State<A>] {
  return [backend.fromHost([t], []), backend.linearCombination(undefined, 1, [1], [state])];
}
