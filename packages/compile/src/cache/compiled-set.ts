import type { TensorFunction } from "@symplectic-adjoint/backend-tfjs";
import type { Tensor } from "@tensorflow/tfjs-core";
import { type InputOrigin, originOf, tensorOf } from "../args/input-origin.js";
import { solveArgs } from "../args/solve-args.js";
import type { LoadedFunction } from "../backend/program-calls.js";
import { SharedProgram } from "../backend/shared-program.js";
import { sameNumbers } from "../graph/same-numbers.js";
import { sizeOf } from "../graph/shapes.js";
import { tfjs } from "../imports/backend-tfjs.js";
import type { TracedDynamics, TraceRequest } from "../trace/traced-function.js";
import type { ExecutorName, Toolchain } from "./toolchain.js";

/** The functions of a solve, traced and loaded. */
export interface CompiledSet {
  readonly inputs: SetInputs;
  readonly func: LoadedFunction;
  /** What runs f. */
  readonly executor: ExecutorName;
  readonly functions: ReadonlyArray<LoadedFunction>;
  /** Bytes of all programs, now: more once steps of another method were reserved. */
  readonly bytes: number;
}

/** See `TracedDynamics`. */
export interface SetInputs {
  readonly parameters: ReadonlyArray<InputOrigin>;
  readonly captured: ReadonlyArray<InputOrigin>;
  readonly frozen: ReadonlyArray<FrozenInput>;
}

/** An input whose values decided about the programs. */
interface FrozenInput {
  readonly origin: InputOrigin;
  readonly values: Float32Array | Float64Array;
}

/** Traces and loads functions. @throws OdeError if one of them cannot be compiled. */
export function compileSet(
  toolchain: Toolchain,
  func: TensorFunction,
  request: TraceRequest,
  precision: "float32" | "float64",
): CompiledSet {
  const traced = toolchain.trace(func, request);
  const sizes = {
    states: request.shapes.map(sizeOf),
    parameters: traced.parameters.map(({ size }) => size),
    captured: traced.captured.map(({ size }) => size),
  };
  const { differentiate } = request;
  const executors: Array<ExecutorName> = [];
  const load = (one: TracedDynamics["func"]): LoadedFunction => {
    const { executor, program } = toolchain.load(one, { precision, differentiate, sizes });
    executors.push(executor);
    return {
      program: new SharedProgram(program, traced.parameters.length),
      parameters: traced.parameters.length,
      structure: one.structure,
      shapes: one.graph.outputs.map((id) => one.graph.nodes[id]?.shape ?? []),
    };
  };
  const loaded = [traced.func, ...traced.functions].map(load);
  const inputs = inputsOf(traced, solveArgs(request).tensors);
  return setOf(inputs, loaded, executors[0] as ExecutorName);
}

/** Apart, so that the set and what it refers to have no part in the scope that holds the arguments. */
function setOf(
  inputs: SetInputs,
  loaded: ReadonlyArray<LoadedFunction>,
  executor: ExecutorName,
): CompiledSet {
  const [func, ...functions] = loaded as [LoadedFunction, ...Array<LoadedFunction>];
  return {
    inputs,
    func,
    executor,
    functions,
    get bytes() {
      return loaded.reduce((sum, { program }) => sum + program.bytes, 0);
    },
  };
}

function inputsOf(traced: TracedDynamics, args: ReadonlyArray<Tensor>): SetInputs {
  const origin = (tensor: Tensor): InputOrigin => originOf(tensor, args);
  return {
    parameters: traced.parameters.map(origin),
    captured: traced.captured.map(origin),
    frozen: traced.frozen.map(({ tensor, values }) => ({ origin: origin(tensor), values })),
  };
}

/**
 * Whether what was traced still holds for a solve with these arguments: all other tensors exist, and those that the graphs
 * depend on have the same values.
 */
export function isCurrent({ inputs }: CompiledSet, args: ReadonlyArray<Tensor>): boolean {
  const { parameters, captured, frozen } = inputs;
  const isGone = (origin: InputOrigin): boolean => typeof origin !== "number" && origin.isDisposed;
  if ([...parameters, ...captured].some(isGone)) return false;
  return frozen.every(({ origin, values }) => isSame(tensorOf(origin, args), values));
}

function isSame(tensor: Tensor, values: ArrayLike<number>): boolean {
  return !tensor.isDisposed && sameNumbers(values, tfjs.toHostSync(tensor));
}
