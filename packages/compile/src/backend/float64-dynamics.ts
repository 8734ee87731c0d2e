import { float64 } from "@symplectic-adjoint/backend-float64";
import type { Dynamics, DynamicsContext, StateFunction } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { CompiledSource } from "../cache/compiled-source.js";
import { resolveSolve } from "../cache/resolve-solve.js";
import { sourceOf } from "../cache/source-of.js";
import { sameNumbers } from "../graph/same-numbers.js";
import { tfjs } from "../imports/backend-tfjs.js";
import { flattenTree, InvalidArgumentError, isPlainObject } from "../imports/core.js";
import { stateShapes } from "../options/state-shapes.js";
import { isVariable } from "../tensors.js";
import { compiledDynamics } from "./compiled-dynamics.js";
import { float64Edges } from "./edges.js";
import type { LoadedFunction } from "./program-calls.js";
import { solveParameters } from "./solve-parameters.js";
import { watchAmong } from "./watch-among.js";

/**
 * Dynamics of a compiled function on the backend float64. Other functions of the solve are those of that backend, unless
 * they are compiled themselves: then they are functions of tensors, and traced together with f.
 */
export function float64Dynamics(
  source: CompiledSource,
  context: DynamicsContext<Float64Array>,
): Dynamics<Float64Array> {
  const { structure, y0, t0, differentiate, functions = [] } = context;
  const { options, cache } = source;
  const {
    set,
    parameters: tensors,
    captured,
  } = resolveSolve(source, {
    ...{ t0, structure, shapes: stateShapes(options.stateShape, structure, y0), differentiate },
    parameters:
      context.parameters === undefined ? undefined : tensorsOf(context.parameters, options),
    time: options.time ?? "number",
    functions: functions.filter(({ func }) => sourceOf(func) !== undefined),
    precision: "float64",
  });
  const own = tensors.map((tensor) => options.parameters?.get(tensor) ?? numbersOf(tensor));
  const others = plainFunctions(context, own);
  const arrays = others?.parameters ?? own;
  const parameters = arrays.map((array) => array.slice());
  const watch = () => changesOf(arrays, parameters, tensors, options);
  const compiled = set.functions.values();
  const plain = (others?.functions ?? []).values();
  return compiledDynamics<Float64Array>({
    func: set.func,
    functions: functions.map((request) =>
      sourceOf(request.func) === undefined
        ? (plain.next().value as StateFunction<Float64Array>)
        : (compiled.next().value as LoadedFunction),
    ),
    edges: float64Edges,
    parameters: solveParameters(arrays, { parameters, captured: captured.map(numbersOf) }, watch),
    compilation: {
      ...{ executor: set.executor, precision: "float64", traces: cache.traces },
      get bytes() {
        return set.bytes;
      },
    },
  });
}

/** The functions that are not compiled, with the parameters of all: those of f first. */
function plainFunctions(
  { functions = [], parameters: _, ...context }: DynamicsContext<Float64Array>,
  own: ReadonlyArray<Float64Array>,
): Dynamics<Float64Array> | undefined {
  const plain = functions.filter(({ func }) => sourceOf(func) === undefined);
  if (plain.length === 0) return undefined;
  const f = { parameters: own, evaluate() {} };
  return float64.dynamics(f as never, { ...context, time: undefined, functions: plain });
}

/** Parameters that were named to a solve, as the tensors that they stand for. */
function tensorsOf(given: unknown, { parameters }: CompiledSource["options"]): unknown {
  const names = new Map([...(parameters ?? [])].map(([tensor, numbers]) => [numbers, tensor]));
  const isLeaf = (value: unknown): value is object =>
    !Array.isArray(value) && !isPlainObject(value);
  return flattenTree(given as object, isLeaf, "parameters").leaves.map((leaf) => {
    if (!(leaf instanceof Float64Array)) return leaf;
    const tensor = names.get(leaf);
    if (tensor !== undefined) return tensor;
    throw new InvalidArgumentError({
      argument: "parameters",
      value: leaf,
      problem: "is a Float64Array that stands for no tensor of the compiled function",
      remedy:
        'Write compiled(f, { precision: "float64", parameters: new Map([[tensor, numbers]]) }).',
    });
  });
}

function numbersOf(tensor: Tensor): Float64Array {
  return new Float64Array(tfjs.toHostSync(tensor));
}

/** Which parameter has changed since `before` was copied: the numbers of an array, or the tensor that it is a copy of. */
function changesOf(
  arrays: ReadonlyArray<Float64Array>,
  before: ReadonlyArray<Float64Array>,
  tensors: ReadonlyArray<Tensor>,
  { parameters }: CompiledSource["options"],
): () => number | undefined {
  const assigned = watchAmong(tensors, (tensor) => isVariable(tensor) && !parameters?.has(tensor));
  return () => {
    const index = assigned();
    if (index !== undefined) return index;
    const changed = arrays.findIndex((array, i) => !sameNumbers(array, before[i] as Float64Array));
    return changed === -1 ? undefined : changed;
  };
}
