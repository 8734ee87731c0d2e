import {
  type Adjoint,
  type DynamicsBackend,
  InvalidArgumentError,
  type MemoryPlan,
  type Tree,
} from "@symplectic-adjoint/core";
import { makeEvents } from "../events/make-events.js";
import { checkOptions } from "../options/check-options.js";
import { chooseBackend } from "../options/choose-backend.js";
import { readAllTimesSync, type Times } from "../options/read-times.js";
import { adjointOf } from "../solve/adjoint-of.js";
import { prepare } from "../solve/prepare.js";
import type { PlanMemoryOptions } from "./plan-memory-options.js";

/**
 * Implementation of `planMemory` for both entry points.
 *
 * @param fallback The backend if the options contain none.
 */
export function planMemoryWith<A, F, Y>(
  fallback: DynamicsBackend<A, F>,
  func: F,
  y0: Y,
  t: Times<A>,
  options: PlanMemoryOptions<A, F>,
): MemoryPlan {
  checkOptions(options, "planMemory");
  const adjoint = adjointOf(options);
  const purpose = { differentiate: true };
  const backend = chooseBackend(func, options.backend ?? fallback, y0, options, purpose);
  if (adjoint.plan === undefined) throw noPlan(adjoint.name);
  const make = (): MemoryPlan => {
    const { stepT, jumpT } = options;
    const times = readAllTimesSync({ t, stepT, jumpT }, backend);
    // As the solve will: asynchronously where it must, or if it is to speculate.
    const awaits = options.speculate === true || !backend.readsSynchronously;
    const site = { backend, differentiate: true, awaits, makeEvents };
    const { problem } = prepare(func, y0 as Tree<A>, times, options, site);
    return (adjoint as Required<Adjoint>).plan(problem);
  };
  return backend.tape === undefined ? make() : backend.tape.suspended(make);
}

function noPlan(name: string): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: "adjoint",
    value: name,
    problem: "stores no checkpoints, so there is nothing to plan",
    remedy: "Write adjoint: symplecticAdjoint(), checkpointPerStep() or oneCheckpoint().",
  });
}
