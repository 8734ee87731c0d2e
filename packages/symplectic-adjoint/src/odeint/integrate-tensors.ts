import { type TensorFunction, tfjs } from "@symplectic-adjoint/backend-tfjs";
import type { Tree } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { chooseBackend } from "../options/choose-backend.js";
import { readAllTimesSync, type Times } from "../options/read-times.js";
import { prepare } from "../solve/prepare.js";
import { solveOnTape, solveSync } from "../solve/solve-on-tape.js";
import { solveWithAsync } from "../solve/solve-with.js";
import { userTree } from "../solve/user-tree.js";
import type { PlanSolve } from "./solve-plan.js";

/**
 * Implementation of the `odeint` family, whose functions declare the types: solves on TensorFlow.js as planned, and
 * records the solve on the active tape, if any.
 */
export function integrateTensors<Result, Options>(
  planSolve: PlanSolve<Options>,
  func: unknown,
  y0: unknown,
  t: Times<Tensor>,
  options: unknown,
): Result {
  const { adjoint, forward } = planSolve(options as Options, false);
  const differentiate = tfjs.tape.isRecording();
  const backend = chooseBackend(func as TensorFunction, tfjs, y0, forward, { differentiate });
  const { stepT, jumpT, saveStart } = forward;
  const times = readAllTimesSync({ t, stepT, jumpT }, backend);
  const site = { backend, differentiate, awaits: false, makeEvents: undefined };
  const { problem, structure } = prepare(
    func as TensorFunction,
    y0 as Tree<Tensor>,
    times,
    forward,
    site,
  );
  const leaves = differentiate
    ? solveOnTape(adjoint, problem, backend.tape ?? tfjs.tape, times.arrays, saveStart)
    : solveSync(adjoint, problem, saveStart);
  const ys: unknown = userTree(backend, problem.save?.structure ?? structure, leaves);
  return ys as Result;
}

/** The `…Async` variant: resolves to a solution that can be recorded on a tape later. */
export async function integrateTensorsAsync<Result, Options>(
  planSolve: PlanSolve<Options>,
  func: unknown,
  y0: unknown,
  t: Times<Tensor>,
  options: unknown,
): Promise<Result> {
  const { adjoint, forward } = planSolve(options as Options, true);
  const solution = solveWithAsync(tfjs, func as TensorFunction, y0, t, { ...forward, adjoint });
  return solution as Promise<unknown> as Promise<Result>;
}
