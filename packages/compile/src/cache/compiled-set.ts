import { type TensorFunction, tfjs } from "@symplectic-adjoint/backend-tfjs";
import { type LoadedFunction, sizeOf } from "../backend/program-calls.js";
import { SharedProgram } from "../backend/shared-program.js";
import type { FrozenTensor, TracedDynamics, TraceRequest } from "../trace/traced-function.js";
import type { Toolchain } from "./toolchain.js";

/** The functions of a solve, traced and loaded. */
export interface CompiledSet {
  readonly traced: TracedDynamics;
  readonly func: LoadedFunction;
  readonly functions: ReadonlyArray<LoadedFunction>;
  /** Bytes of all programs, now: more once steps of another method were reserved. */
  readonly bytes: number;
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
  const load = (one: TracedDynamics["func"]): LoadedFunction => ({
    program: new SharedProgram(
      toolchain.load(one, { precision, differentiate, sizes }),
      traced.parameters.length,
    ),
    parameters: traced.parameters.length,
    structure: one.structure,
    shapes: one.graph.outputs.map((id) => one.graph.nodes[id]?.shape ?? []),
  });
  const [f, ...functions] = [traced.func, ...traced.functions].map(load) as [
    LoadedFunction,
    ...Array<LoadedFunction>,
  ];
  return {
    traced,
    func: f,
    functions,
    get bytes() {
      return [f, ...functions].reduce((sum, { program }) => sum + program.bytes, 0);
    },
  };
}

/** Whether what was traced still holds: all tensors exist, and those that the graphs depend on have the same values. */
export function isCurrent({ traced }: CompiledSet): boolean {
  const { parameters, captured, frozen } = traced;
  if ([...parameters, ...captured].some(({ isDisposed }) => isDisposed)) return false;
  return frozen.every(isSame);
}

function isSame({ tensor, values }: FrozenTensor): boolean {
  if (tensor.isDisposed) return false;
  const now = tfjs.toHostSync(tensor);
  return values.every((value, i) => Object.is(value, now[i]));
}
