import { ParametersError, type State, showValue } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { DynamicsCall } from "../dynamics/dynamics-call.js";
import { aliasOf } from "../tfjs-internals/held-buffer.js";
import { scoped } from "../tfjs-internals/scoped.js";
import { evaluation } from "./evaluation.js";
import { missingGradient } from "./gradient-errors.js";
import { pruneTape } from "./prune-tape.js";
import { disposeTape, type RecordedCall, recordCall } from "./record-call.js";
import { isOutside } from "./recorder.js";
import { tensorsAmong, tensorsCaptured, tensorsRead } from "./tensors-read.js";

/** Result of tracing one evaluation of f. */
export interface TracedParameters {
  readonly parameters: ReadonlyArray<Tensor>;
  /** Tensors of any type that f captured, including parameters that are not variables. */
  readonly captured: ReadonlyArray<Tensor>;
}

/**
 * Evaluates f once on a tape to find its parameters and to check that it can be differentiated, before any work is
 * done. Frees everything created by the evaluation.
 *
 * @param given Returns the user's parameters; called after the evaluation, because a model may build its weights on
 * first use.
 * @throws ParametersError if parameters were given and the result depends on none of them.
 * @throws MissingGradientError if an operation on the path has no gradient.
 */
export function traceParameters(
  call: DynamicsCall,
  t: number,
  y0: State<Tensor>,
  horizon: number,
  given: () => ReadonlyArray<Tensor> | undefined,
): TracedParameters {
  let parameters: ReadonlyArray<Tensor> = [];
  let captured: ReadonlyArray<Tensor> = [];
  evaluation(() =>
    scoped(() => {
      // Aliases, to distinguish captured tensors from the argument even if f captures y0.
      const y = y0.map(aliasOf);
      const recorded = recordCall(() => call(t, y), horizon);
      try {
        parameters = examine(recorded, y, horizon, given());
        captured = tensorsCaptured(recorded, y, horizon);
      } finally {
        disposeTape(recorded);
      }
      return [];
    }),
  );
  return { parameters, captured };
}

function examine(
  recorded: RecordedCall,
  y: State<Tensor>,
  horizon: number,
  given: ReadonlyArray<Tensor> | undefined,
): ReadonlyArray<Tensor> {
  const parameters = given ?? tensorsRead(recorded, y, horizon);
  const from = [...y, ...parameters].map(({ id }) => id);
  const to = recorded.results.map(({ id }) => id);
  const nodes = pruneTape(recorded.tape, from, to);
  const undifferentiable = nodes.find((node) => node.gradient === undefined);
  if (undifferentiable !== undefined) throw missingGradient(undifferentiable.kernelName);

  const reached = new Set(to);
  for (const { inputs } of nodes) for (const name in inputs) reached.add(inputs[name]?.id ?? -1);
  if (given !== undefined && given.length > 0 && !given.some(({ id }) => reached.has(id))) {
    throw new ParametersError({
      argument: `The ${given.length} given parameters (${given.slice(0, 3).map(showValue).join(", ")}${given.length > 3 ? ", …" : ""})`,
      problem: "do not affect the result of f: all gradients would be zero",
      remedy:
        "Pass the variables that f reads, or omit `parameters` to find them automatically; and do not read values with dataSync in f.",
    });
  }
  return parameters;
}

/**
 * Checks a later evaluation against the parameters found in the first.
 *
 * @throws ParametersError if f reads a tensor that it did not read at t0: its gradient would be missing.
 */
export function refuseUnknownReads(
  { reads, results }: RecordedCall,
  t: number,
  y: State<Tensor>,
  horizon: number,
  known: ReadonlySet<Tensor>,
): void {
  // Common case: f reads only parameters and state.
  if (reads.size === 0 && !results.some((result) => isOutside(result, horizon))) return;
  const unknown = tensorsAmong([...reads, ...results], y, horizon).find(
    (tensor) => !known.has(tensor),
  );
  if (unknown === undefined) return;
  throw new ParametersError({
    argument: "f",
    value: unknown,
    problem: `reads a tensor at t = ${t} that it did not read at the initial time, so its gradient would be missing`,
    remedy: "List the parameters to differentiate: { parameters: [w, b] }.",
  });
}
