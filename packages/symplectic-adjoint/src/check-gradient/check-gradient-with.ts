import {
  type DynamicsBackend,
  type EventHandler,
  type GradientReport,
  InvalidArgumentError,
  InvalidTimesError,
  type Tree,
} from "@symplectic-adjoint/core";
import { makeEvents } from "../events/make-events.js";
import { checkOptions } from "../options/check-options.js";
import { chooseBackend } from "../options/choose-backend.js";
import { readAllTimes, type Times } from "../options/read-times.js";
import { adjointOf } from "../solve/adjoint-of.js";
import { prepare } from "../solve/prepare.js";
import { nameLeaves, nameParameters } from "./argument-name.js";
import type { CheckGradientOptions } from "./check-gradient-options.js";
import { compareGradients } from "./compare-gradients.js";
import { download } from "./host-state.js";
import { requireAgreement } from "./require-agreement.js";

/**
 * Implementation of `checkGradient` for both entry points.
 *
 * @param fallback The backend if the options contain none.
 */
export async function checkGradientWith<A, F, Y>(
  fallback: DynamicsBackend<A, F>,
  func: F,
  y0: Y,
  t: Times<A>,
  options: CheckGradientOptions<A, F>,
): Promise<GradientReport> {
  checkOptions(options, "checkGradient");
  const {
    directions = 2,
    seed = 0,
    gradientTolerance,
    allowUnresolved = false,
    ...others
  } = options;
  const adjoint = adjointOf(others);
  const purpose = { differentiate: true, precise: true };
  const backend = chooseBackend(func, others.backend ?? fallback, y0, others, purpose);
  if (backend.tape?.isRecording()) throw startedOnTape();
  const { stepT, jumpT } = others;
  const times = await readAllTimes({ t, stepT, jumpT }, backend);
  if (times.t.length < 2) throw noSpan(t);
  const site = { backend, differentiate: true, awaits: true, makeEvents };
  const { problem, newEvents } = prepare(func, y0 as Tree<A>, times, others, site);
  const { dynamics } = problem;
  // Retained because the caller may free it during the check.
  const letGo = dynamics.hold?.();
  const kept = backend.retain([...problem.y0, ...dynamics.parameters]);
  try {
    const values = await download(backend, kept);
    const count = problem.y0.length;
    const report = await compareGradients(problem, adjoint, {
      directions,
      seed,
      gradientTolerance,
      // Not jumpT: f itself jumps at these times, and does not move with a replay.
      timed: (["t", "stepT"] as const).filter((name) => times.arrays[name] !== undefined),
      events: newEvents?.() as EventHandler<unknown> | undefined,
      y0: values.slice(0, count),
      parameters: values.slice(count),
      names: [
        ...nameLeaves(y0 as Tree<A>, "y0"),
        ...nameParameters(dynamics.parameters, options.parameters ?? parametersOf(func)),
      ],
    });
    requireAgreement(report, adjoint, allowUnresolved);
    return report;
  } finally {
    backend.release(kept);
    letGo?.();
  }
}

/** The parameters of a float64 function object, in their original structure. */
function parametersOf(func: unknown): unknown {
  if (typeof func !== "object" || func === null || !("parameters" in func)) return undefined;
  return func.parameters;
}

function startedOnTape(): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: "checkGradient",
    problem: "was called while a tape is recording, which cannot await it",
    remedy: "Call it outside of tf.grads and minimize.",
  });
}

function noSpan(t: unknown): InvalidTimesError {
  return new InvalidTimesError({
    argument: "t",
    value: t,
    problem: "must contain at least two times to check a gradient",
    remedy: "Write [0, 1].",
  });
}
