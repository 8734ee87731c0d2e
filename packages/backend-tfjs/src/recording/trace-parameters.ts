import { ParametersError, type State, showValue } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { DynamicsCall } from "../dynamics/dynamics-call.js";
import { scalar } from "../kernels/kernels.js";
import { aliasOf } from "../tfjs-internals/held-buffer.js";
import { scoped } from "../tfjs-internals/scoped.js";
import { evaluation } from "./evaluation.js";
import { missingGradient } from "./gradient-errors.js";
import { pruneTape } from "./prune-tape.js";
import { disposeTape, type RecordedCall, recordCall } from "./record-call.js";
import { isOutside } from "./recorder.js";
import { tensorsAmong, tensorsCaptured, tensorsRead } from "./tensors-read.js";

/** Result of tracing one evaluation of each function. */
export interface TracedParameters {
  readonly parameters: ReadonlyArray<Tensor>;
  /** Tensors of any type that the functions captured, including parameters that are not variables. */
  readonly captured: ReadonlyArray<Tensor>;
}

/** A function to trace. */
export interface TracedFunction {
  /** How errors name it. */
  readonly name: string;
  readonly call: DynamicsCall;
}

/** The functions of one solve, f first, and where they are traced. */
export interface TracingRequest {
  readonly functions: ReadonlyArray<TracedFunction>;
  readonly t: number;
  readonly y0: State<Tensor>;
  /** Tensors with a smaller id existed before. */
  readonly horizon: number;
  /** Whether the functions get the time as a tensor. */
  readonly tensorTime: boolean;
  /**
   * Returns the user's parameters of f, if there are any, and whether they are those of all functions. Called after the
   * evaluations, because a model may build its weights on first use.
   */
  given(): { readonly tensors: ReadonlyArray<Tensor>; readonly ofAll: boolean } | undefined;
}

/**
 * Evaluates each function once on a tape to find its parameters and to check that it can be differentiated, before any
 * work is done. Frees everything created by the evaluations.
 *
 * The parameters are those of f, followed by those of the other functions that are not among them.
 *
 * @throws ParametersError if parameters were given and no result depends on any of them.
 * @throws MissingGradientError if an operation on the path has no gradient.
 */
export function traceParameters(request: TracingRequest): TracedParameters {
  const { functions, t, y0, horizon, tensorTime } = request;
  let parameters: ReadonlyArray<Tensor> = [];
  const captured = new Map<number, Tensor>();
  evaluation(() =>
    scoped(() => {
      // Aliases, to distinguish captured tensors from the argument even if f captures y0.
      const y = y0.map(aliasOf);
      const time = tensorTime ? scalar(t) : undefined;
      const recorded: Array<RecordedCall> = [];
      try {
        for (const { call } of functions)
          recorded.push(recordCall(() => call(t, y, time), horizon));
        parameters = examine(recorded, y, request);
        for (const one of recorded)
          for (const tensor of tensorsCaptured(one, y, horizon)) captured.set(tensor.id, tensor);
      } finally {
        recorded.forEach(disposeTape);
      }
      return [];
    }),
  );
  return { parameters, captured: [...captured.values()] };
}

function examine(
  recorded: ReadonlyArray<RecordedCall>,
  y: State<Tensor>,
  { functions, horizon, given }: TracingRequest,
): ReadonlyArray<Tensor> {
  const known = given();
  const parameters = known?.tensors.slice() ?? [];
  const ids = new Set(parameters.map(idOf));
  recorded.forEach((one, i) => {
    if (known?.ofAll || (known !== undefined && i === 0)) return;
    for (const tensor of tensorsRead(one, y, horizon)) {
      if (ids.has(tensor.id)) continue;
      ids.add(tensor.id);
      parameters.push(tensor);
    }
  });
  const from = [...y, ...parameters].map(idOf);
  const reached = new Set<number>();
  recorded.forEach(({ tape, results }, i) => {
    const to = results.map(idOf);
    const nodes = pruneTape(tape, from, to);
    const undifferentiable = nodes.find((node) => node.gradient === undefined);
    if (undifferentiable !== undefined)
      throw missingGradient(undifferentiable.kernelName, functions[i]?.name);
    for (const id of to) reached.add(id);
    for (const { inputs } of nodes) for (const name in inputs) reached.add(inputs[name]?.id ?? -1);
  });
  const ofUser = known?.tensors ?? [];
  if (ofUser.length > 0 && !ofUser.some(({ id }) => reached.has(id))) throw unused(ofUser);
  return parameters;
}

const idOf = ({ id }: Tensor): number => id;

function unused(given: ReadonlyArray<Tensor>): ParametersError {
  return new ParametersError({
    argument: `The ${given.length} given parameters (${given.slice(0, 3).map(showValue).join(", ")}${given.length > 3 ? ", …" : ""})`,
    problem: "do not affect the result of f: all gradients would be zero",
    remedy:
      "Pass the variables that f reads, or omit `parameters` to find them automatically; and do not read values with dataSync in f.",
  });
}

/**
 * Checks a later evaluation against the parameters found in the first.
 *
 * @param name Name of the function in messages.
 * @param known Ids of the parameters.
 * @throws ParametersError if the function reads a tensor that it did not read at t0: its gradient would be missing.
 */
export function refuseUnknownReads(
  { reads, results }: RecordedCall,
  t: number,
  y: State<Tensor>,
  horizon: number,
  { name, known }: { readonly name: string; readonly known: ReadonlySet<number> },
): void {
  // Common case: f reads only parameters and state.
  if (reads.size === 0 && !results.some((result) => isOutside(result, horizon))) return;
  const unknown = tensorsAmong([...reads, ...results], y, horizon).find(({ id }) => !known.has(id));
  if (unknown === undefined) return;
  throw new ParametersError({
    argument: name,
    value: unknown,
    problem: `reads a tensor at t = ${t} that it did not read at the initial time, so its gradient would be missing`,
    remedy: "List the parameters to differentiate: { parameters: [w, b] }.",
  });
}
