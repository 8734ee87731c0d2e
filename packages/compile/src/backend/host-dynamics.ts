import type { Dynamics, DynamicsContext, StateFunction } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { bindArgs } from "../args/bind-args.js";
import type { CompiledSource } from "../cache/compiled-source.js";
import { resolveSolve } from "../cache/resolve-solve.js";
import { tfjs } from "../imports/backend-tfjs.js";
import { isVariable } from "../tensors.js";
import { compiledDynamics } from "./compiled-dynamics.js";
import { hostEdges } from "./edges.js";
import type { AnyArray } from "./host-array.js";
import { shown } from "./host-tape.js";
import { interpretedFunction } from "./interpreted-functions.js";
import { solveParameters } from "./solve-parameters.js";
import { watchAmong } from "./watch-among.js";

/** Dynamics of a compiled function on the host backend: its programs with the values that its tensors have now. */
export function hostDynamics(
  source: CompiledSource,
  precision: "float32" | "float64",
  context: DynamicsContext<AnyArray>,
): Dynamics<AnyArray> {
  const { structure, y0, t0, differentiate, parameters, functions } = context;
  const time = source.options.time ?? context.time;
  const { set, interpreted, ...found } = resolveSolve(source, {
    ...{ t0, structure, shapes: y0.map(({ shape }) => shape), parameters, differentiate, time },
    ...{ functions, precision },
  });
  const edges = hostEdges(precision);
  const others =
    interpreted.length === 0 ? undefined : interpretedDynamics(source, { ...context, time });
  // Those of f come first in either list.
  const arrays = others === undefined ? found.parameters : others.parameters;
  // What is read of tensors is a copy: an assignment changes the numbers of a tensor on some engines.
  const values = {
    parameters: arrays.map(edges.valuesOf),
    captured: found.captured.map(edges.valuesOf),
  };
  return compiledDynamics<AnyArray>({
    func: set.func,
    functions:
      others === undefined
        ? set.functions
        : (others.functions as ReadonlyArray<StateFunction<Tensor>>).map((func) =>
            interpretedFunction(func, edges),
          ),
    edges,
    parameters: solveParameters<AnyArray>(arrays, values, () => watchAmong(arrays, isVariable)),
    compilation: {
      executor: set.executor,
      precision,
      traces: source.cache.traces,
      get bytes() {
        return set.bytes;
      },
      ...(interpreted.length > 0 && { interpreted: interpreted.map(({ name }) => name) }),
    },
    hold: others?.hold,
  });
}

/** The same dynamics on TensorFlow.js, for the functions that could not be compiled. */
function interpretedDynamics(
  { func, args }: CompiledSource,
  context: DynamicsContext<AnyArray>,
): Dynamics<Tensor> {
  return tfjs.dynamics(bindArgs(func, args), { ...context, y0: shown(context.y0) });
}
