import { type TensorFunction, tfjs } from "@symplectic-adjoint/backend-tfjs";
import {
  flattenTree,
  InvalidArgumentError,
  type Tree,
  type TreeOf,
  unflattenTree,
} from "@symplectic-adjoint/core";
import { runAsync } from "@symplectic-adjoint/solver";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { TimeKind } from "../options/options.js";
import { readAllTimes } from "../options/read-times.js";
import type { AnyRank, OdeFunction, StateOf } from "../options/tensor-types.js";
import { adjointOf } from "../solve/adjoint-of.js";
import { snapshotInitialState } from "../solve/initial-state.js";
import { refuseChanges } from "../solve/refuse-changes.js";
import { retainingSolve } from "../solve/retaining-solve.js";
import { eventBackend, prepareEvent } from "./event-pass.js";
import { type EventSolution, eventSolution } from "./event-solution.js";
import { type InitialTime, initialTimeArray } from "./event-times.js";
import { makeEvents } from "./make-events.js";
import { checkOdeintEventOptions, type OdeintEventAsyncOptions } from "./odeint-event-options.js";

/**
 * `odeintEvent` for every engine, including WebGPU: never reads synchronously, and resolves to time and state of the
 * event, which its `differentiable` records on a tape. The caller must dispose of it.
 *
 * @throws NoEventError | IntegrationError | OdeError As `odeintEvent`, by rejection.
 */
export function odeintEventAsync<const Y extends TreeOf<Tensor, Y>, T extends TimeKind = "number">(
  func: NoInfer<OdeFunction<Y, T>>,
  y0: Y,
  t0: InitialTime<Tensor>,
  options: OdeintEventAsyncOptions<NoInfer<StateOf<Y>>, T>,
): Promise<NoInfer<EventSolution<AnyRank<Y>>>>;
export async function odeintEventAsync(
  func: unknown,
  y0: unknown,
  t0: InitialTime<Tensor>,
  given: unknown,
): Promise<unknown> {
  checkOdeintEventOptions(given, true);
  const own = { ...(given as OdeintEventAsyncOptions) };
  const adjoint = adjointOf(own);
  if (tfjs.tape.isRecording()) {
    throw new InvalidArgumentError({
      argument: "odeintEventAsync",
      problem: "was started while a tape is recording, which cannot await it",
      remedy:
        "Await the event first, then call its differentiable(y0) within tf.grads or minimize.",
    });
  }
  const { differentiate = true, stepT, jumpT } = own;
  const backend = eventBackend(func as TensorFunction, y0, own, { differentiate });
  const start = initialTimeArray(t0, backend);
  const { leaves, structure } = flattenTree(y0 as Tree<Tensor>, backend.isArray);
  const origin = snapshotInitialState(leaves, backend);
  const held = backend.retain(leaves);
  try {
    const first = start === undefined ? [t0 as number] : await backend.toHost(start);
    const times = await readAllTimes({ t: first, stepT, jumpT }, backend);
    const prepared = prepareEvent(
      func as TensorFunction,
      unflattenTree(structure, held),
      first[0] as number,
      { ...times, arrays: { ...times.arrays, t: start } },
      own,
      { backend, differentiate, awaits: true, makeEvents },
    );
    const mode = differentiate ? "repeatable" : "value";
    const solving = retainingSolve(adjoint, prepared.problem, mode);
    const pass = await runAsync(refuseChanges(solving, prepared.problem.dynamics), backend);
    return eventSolution({ ...prepared, origin }, pass, differentiate);
  } finally {
    backend.release(held);
  }
}
