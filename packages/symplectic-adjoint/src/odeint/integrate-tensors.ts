import { type TensorFunction, tfjs } from "@symplectic-adjoint/backend-tfjs";
import { type Adjoint, type Tree, unflattenTree } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { AsyncOptions, OdeOptions } from "../options/options.js";
import { isTimesArray, readTimesSync, type Times } from "../options/read-times.js";
import type { AnyRank, OdeFunction } from "../options/tensor-types.js";
import { prepare } from "../solve/prepare.js";
import type { Solution } from "../solve/solution.js";
import { solveAtOnce, solveOnTape } from "../solve/solve-on-tape.js";
import { solveWithAsync } from "../solve/solve-with.js";

/** Solves on TensorFlow.js with the given adjoint, joining the tape if one records. */
export function integrateTensors<Y>(
  adjoint: Adjoint,
  func: OdeFunction<Y>,
  y0: Y,
  t: Times<Tensor>,
  options: OdeOptions<Tensor>,
): AnyRank<Y> {
  const { tape } = tfjs;
  const differentiate = tape.isRecording();
  const times = readTimesSync(t, tfjs);
  const site = { backend: tfjs, differentiate, awaits: false };
  const { problem, structure } = prepare(
    func as TensorFunction,
    y0 as Tree<Tensor>,
    times,
    options,
    site,
  );
  const onTape = isTimesArray(t, tfjs) ? t : undefined;
  const leaves = differentiate
    ? solveOnTape(adjoint, problem, tape, onTape)
    : solveAtOnce(adjoint, problem);
  const ys: unknown = unflattenTree(structure, leaves);
  return ys as AnyRank<Y>;
}

/** The asynchronous twin: resolves to a solution, which can join a tape later. */
export function integrateTensorsAsync<Y>(
  adjoint: Adjoint,
  func: OdeFunction<Y>,
  y0: Y,
  t: Times<Tensor>,
  options: OdeOptions<Tensor> & AsyncOptions,
): Promise<Solution<Tensor, AnyRank<Y>>> {
  const solution = solveWithAsync(tfjs, func as TensorFunction, y0, t, {
    ...options,
    adjoint,
  });
  return solution as Promise<unknown> as Promise<Solution<Tensor, AnyRank<Y>>>;
}
