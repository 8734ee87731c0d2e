import type { TensorFunction } from "@symplectic-adjoint/backend-tfjs";
import { requireRead } from "../args/check-args.js";
import type { Graph } from "../graph/graph.js";
import { tfjs } from "../imports/backend-tfjs.js";
import { assignRoles, requireUse, withRoles } from "./assign-roles.js";
import { evaluatedFunctions, rehearse } from "./evaluated-functions.js";
import type { Kernels } from "./kernels/kernel.js";
import { range } from "./lowering/rearrange.js";
import { checkCustomGradients } from "./session/check-custom-gradients.js";
import { CurrentTrace } from "./session/current-trace.js";
import { kernelConfigs } from "./session/kernel-configs.js";
import { neededInputs } from "./session/needed-inputs.js";
import { refuseSideEffects } from "./session/refuse-side-effects.js";
import { type StandIns, standIns } from "./session/stand-ins.js";
import { withTraceBackend } from "./session/with-trace-backend.js";
import { withoutDebugging } from "./session/without-debugging.js";
import { traceFunction } from "./trace-function.js";
import type { TracedDynamics, TracedFunction, TraceRequest } from "./traced-function.js";
import { unsupportedOperation } from "./unsupported.js";
import { isModel } from "./wrap-function.js";

/**
 * Traces f and the other functions of a solve: calls them, once on the engine in use with zeros, so that layers make their
 * weights, and then with tensors that stand for nodes of a graph.
 *
 * Costs a few evaluations of each function. Nothing is left behind, whatever it throws.
 *
 * @param kernels Those that the functions can use.
 * @throws CompilationError if a function uses an operation that is not among them, or cannot be frozen: it uses the time as
 * a number, reads values, draws random numbers, assigns to variables, or keeps what it makes.
 * @throws InvalidDynamicsError | ParametersError as the backend does if f is not compiled.
 */
export function traceDynamics(
  func: TensorFunction,
  request: TraceRequest,
  kernels: Kernels,
): TracedDynamics {
  rehearse(func, request);
  const args = standIns(request);
  try {
    return traceWith(func, request, args, kernels);
  } finally {
    args.dispose();
  }
}

function traceWith(
  func: TensorFunction,
  request: TraceRequest,
  args: StandIns,
  kernels: Kernels,
): TracedDynamics {
  const current = new CurrentTrace(nextTensorId(), args);
  const { functions, given } = evaluatedFunctions(func, args.request, {
    time: request.time === "tensor" ? (tensor) => current.nameTime(tensor) : undefined,
    results: (tensors) => current.noteResults(tensors),
  });
  const calls = tracing(current, kernels, () =>
    functions.map((one) => traceFunction(one, current, request)),
  );
  const { tensors, frozen } = current.outside;
  requireRead(func, request.args ?? [], tensors);
  const roles = assignRoles({
    read: tensors,
    readsOf: calls.map(({ reads }) => reads),
    given,
    searched: searchedFunctions(func, request, functions.length),
  });
  const graphs = calls.map(({ graph }) => withRoles(graph, roles));
  if (request.differentiate) requireUse(given, graphs);
  const [f, ...others] = functions.map(({ name, structure }, i): TracedFunction => {
    const graph = graphs[i] as Graph;
    const usesTime = neededInputs(graph).some(({ role }) => role === "time");
    return { name, graph, structure: structure(), usesTime };
  }) as [TracedFunction, ...Array<TracedFunction>];
  const { parameters, captured } = roles;
  return { func: f, functions: others, parameters, captured, frozen };
}

/** The functions among whose reads parameters are looked for: none if all are given, all but a model, which names its own. */
function searchedFunctions(
  func: TensorFunction,
  { parameters, differentiate }: TraceRequest,
  count: number,
): ReadonlyArray<number> {
  if (!differentiate || parameters !== undefined) return [];
  const all = range(count);
  return isModel(func) ? all.slice(1) : all;
}

const MISSING_KERNEL = /^Kernel '(.+?)' not registered/;

/** Runs `body` with an engine that notes kernels instead of running them. */
function tracing<T>(current: CurrentTrace, kernels: Kernels, body: () => T): T {
  try {
    return withTraceBackend(current.backend, kernelConfigs(current, kernels), () =>
      withoutDebugging(() =>
        checkCustomGradients(current, () =>
          current.exact.watch(() => refuseSideEffects((tensor) => current.mayRead(tensor), body)),
        ),
      ),
    );
  } catch (error) {
    // An error about a gradient within f has it as its cause.
    const { cause = error } = Object(error) as { readonly cause?: unknown };
    const [, name] = MISSING_KERNEL.exec((Object(cause) as Error).message) ?? [];
    throw name === undefined ? error : unsupportedOperation(name);
  }
}

/** The id of the next tensor: ids ascend in the order of creation. */
function nextTensorId(): number {
  const probe = tfjs.fromHost([0], []);
  probe.dispose();
  return probe.id;
}
