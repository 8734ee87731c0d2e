import type { TensorFunction } from "@symplectic-adjoint/backend-tfjs";
import type { BackendRequest, DynamicsBackend, Tree } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { bindArgs } from "../args/bind-args.js";
import { requireArguments } from "../args/require-arguments.js";
import type { CompiledSource } from "../cache/compiled-source.js";
import { resolveSolve } from "../cache/resolve-solve.js";
import { tfjs } from "../imports/backend-tfjs.js";
import { flattenTree, InvalidArgumentError, OdeError } from "../imports/core.js";
import { getBackend } from "../imports/tfjs-core.js";
import { float64Dynamics } from "./float64-dynamics.js";
import { type HostBackend, hostBackend } from "./host-backend.js";
import { hostDynamics } from "./host-dynamics.js";

type TensorBackend = DynamicsBackend<Tensor, TensorFunction>;
type DoubleBackend = DynamicsBackend<Float64Array, unknown>;

/** Engines whose arrays are on a GPU: functions run there as they are. */
const ON_GPU: ReadonlySet<string> = new Set(["webgl", "webgpu"]);

/**
 * The backend that runs a compiled function.
 *
 * @throws InvalidArgumentError if the backend of the call has another precision, or an argument of f is disposed;
 * InvalidDynamicsError if f has no arguments, and needs some; OdeError if f cannot be compiled.
 */
export function chooseHostBackend(
  source: CompiledSource,
  given: unknown,
  request: BackendRequest,
): unknown {
  const { precision: called, readsSynchronously } = given as DynamicsBackend<unknown, unknown>;
  const { precision = "float32" } = source.options;
  if (called !== precision) throw otherPrecision(precision);
  requireArguments(source, request.functions);
  if (precision === "float64")
    return {
      ...(given as DoubleBackend),
      dynamics: (_, context) => float64Dynamics(source, context),
    } satisfies DoubleBackend;
  const engine = getBackend();
  if (ON_GPU.has(engine))
    return interpreting(source, given as TensorBackend, `the engine ${engine} runs on a GPU`);
  if (!readsSynchronously)
    return interpreting(
      source,
      given as TensorBackend,
      `${engine} reads values asynchronously only`,
    );
  const problem = problemOf(source, request);
  if (problem !== undefined) return interpreting(source, given as TensorBackend, problem);
  const computed = request.precise === true && isPrecise(source, request) ? "float64" : "float32";
  return hostBackendOf(source, computed);
}

const BACKENDS = new WeakMap<CompiledSource, Map<string, HostBackend>>();

/** The backend of a function: one for each precision, for all solves. */
function hostBackendOf(source: CompiledSource, precision: "float32" | "float64"): HostBackend {
  const made = BACKENDS.get(source) ?? new Map<string, HostBackend>();
  BACKENDS.set(source, made);
  const known = made.get(precision);
  if (known !== undefined) return known;
  const backend = hostBackend(precision, (_, context) => hostDynamics(source, precision, context));
  made.set(precision, backend);
  return backend;
}

/** Why f is interpreted; undefined if it is compiled. Wrong states are found later, as without compilation. */
function problemOf(source: CompiledSource, request: BackendRequest): string | undefined {
  const { onUnsupported = "error" } = source.options;
  if (onUnsupported === "error") return undefined;
  try {
    resolveSolve(source, { ...solveOf(source, request), precision: "float32" });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Whether all functions can run in double precision. */
function isPrecise(source: CompiledSource, request: BackendRequest): boolean {
  try {
    resolveSolve(source, { ...solveOf(source, request), precision: "float64" }, false);
    return true;
  } catch (error) {
    if (error instanceof OdeError) return false;
    throw error;
  }
}

function solveOf({ options }: CompiledSource, request: BackendRequest) {
  const { y0, time, ...others } = request;
  const { leaves, structure } = flattenTree(y0 as Tree<Tensor>, tfjs.isArray);
  const shapes = leaves.map(({ shape }) => shape);
  return { ...others, t0: 0, structure, shapes, time: options.time ?? time };
}

/** The backend of the call, for f as it is. */
function interpreting(
  { func, args, options }: CompiledSource,
  given: TensorBackend,
  interpreted: string,
): TensorBackend {
  return {
    ...given,
    dynamics: (_, context) => ({
      ...given.dynamics(bindArgs(func, args), { ...context, time: options.time ?? context.time }),
      compilation: { interpreted },
    }),
  };
}

function otherPrecision(precision: "float32" | "float64"): InvalidArgumentError {
  return precision === "float64"
    ? new InvalidArgumentError({
        argument: "f",
        problem: "is compiled in double precision, but the backend of the call has tensors",
        remedy: "Write solve(f, Float64Array.of(…), t, { backend: float64 }), or compiled(f).",
      })
    : new InvalidArgumentError({
        argument: "f",
        problem: "is compiled for tensors, but the backend of the call has Float64Arrays",
        remedy: 'Write compiled(f, { precision: "float64" }).',
      });
}
