import { type Dynamics, type DynamicsContext, InvalidStateError } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { faultOf } from "../fault-of.js";
import { scalar } from "../kernels/kernels.js";
import { evaluation } from "../recording/evaluation.js";
import { refuseUnknownReads, traceParameters } from "../recording/trace-parameters.js";
import { capturedTensors } from "../tfjs-internals/captured-tensors.js";
import { withBuffers } from "../tfjs-internals/with-buffers.js";
import { requireTape } from "../tfjs-internals/with-tape.js";
import { checkedDynamics, checkedFunction } from "./dynamics-call.js";
import { givenParameters } from "./given-parameters.js";
import type { DynamicsParts } from "./record-dynamics.js";
import { type RecordedFunction, recordedFunction } from "./recorded-function.js";
import { refuseRandomness } from "./refuse-randomness.js";
import { isModel, type TensorFunction } from "./tensor-function.js";
import { watchTensors } from "./watch-tensors.js";

/**
 * Creates dynamics from a user's function or model: implements `dynamics` of the TensorFlow.js backend.
 *
 * Its parameters are, in this order of precedence: `context.parameters`; the trainable weights of a model; or the
 * tensors that one evaluation of f at (t0, y0) reads, first trainable variables, then captured tensors. In the last
 * case, a gradient is refused if f later reads a tensor that it did not read at (t0, y0): list the parameters then.
 * Variables that f reads only inside `tf.customGrad` cannot be traced: list them. The parameters of other functions,
 * found in the same way, follow; `context.parameters` are those of all functions.
 *
 * All functions get the time as a number, or as a scalar tensor if the context says so. Gradients for times need a tensor,
 * unless a function does not use its time. The tensor has the precision of float32: relative 6e-8.
 *
 * An evaluation runs unrecorded in its own scope. A recorded one keeps, until released, the part of the tape that leads
 * from y and the parameters to the result, and its VJP computes nothing else. Neither affects the user's tape.
 *
 * @throws InvalidStateError if a leaf of y0 is not float32, or is disposed.
 * @throws InvalidDynamicsError if f is neither a function nor a model, if its result does not have the structure of the
 * state, or if it draws random numbers and a gradient is requested.
 * @throws ParametersError if parameters were given, and none of them affects the result.
 * @throws MissingGradientError if a gradient is requested, and an operation of f has none, or this version of
 * TensorFlow.js records in an unknown way.
 */
export function tensorDynamics(
  func: TensorFunction,
  context: DynamicsContext<Tensor>,
): Dynamics<Tensor> {
  const { t0, y0, structure, differentiate, functions: requests = [] } = context;
  if (differentiate) requireTape();
  y0.forEach(checkLeaf);
  const state = { structure, shapes: y0.map(({ shape }) => shape) };
  const tensorTime = context.time === "tensor";
  const functions = [
    { ...checkedDynamics(func, state), name: "f" },
    ...requests.map((request) => checkedFunction(request, state)),
  ].map((one) => (differentiate ? { ...one, call: refuseRandomness(one.name, one.call) } : one));
  const horizon = nextTensorId();
  const named = context.parameters !== undefined;
  const given = (): ReadonlyArray<Tensor> | undefined => givenParameters(func, context.parameters);
  const { parameters, captured } = differentiate
    ? traceParameters({
        functions,
        t: t0,
        y0,
        horizon,
        tensorTime,
        given() {
          const tensors = given();
          return tensors && { tensors, ofAll: named };
        },
      })
    : { parameters: (named ? given() : undefined) ?? [], captured: [] };
  const { hold, withAlive } = capturedTensors(captured);
  const known = new Set(parameters.map(({ id }) => id));
  const isolated = <T>(body: () => T): T => withAlive(() => evaluation(body));
  const [f, ...others] = functions.map((one, i) => {
    const found = differentiate && !named && !(i === 0 && isModel(func));
    const { name } = one;
    const inspect: DynamicsParts["inspect"] = (recorded, t, y) =>
      refuseUnknownReads(recorded, t, y, horizon, { name, known });
    const parts = { ...one, parameters, horizon, tensorTime, ...(found && { inspect }) };
    return recordedFunction(parts, isolated);
  }) as [RecordedFunction, ...Array<RecordedFunction>];

  return {
    parameters,
    evaluate: f.evaluate,
    record: f.record,
    pullback: f.pullback,
    functions: others,
    watchParameters: () => watchTensors(parameters),
    withParameters: (values, body) => withBuffers(parameters, values, body),
    hold,
  };
}

function checkLeaf(leaf: Tensor, i: number): void {
  const fault = faultOf(leaf);
  if (fault !== undefined)
    throw new InvalidStateError({ argument: `y0 (leaf ${i})`, value: leaf, ...fault });
}

/** The id of the next tensor: ids ascend in the order of creation. */
function nextTensorId(): number {
  const probe = scalar(0);
  probe.dispose();
  return probe.id;
}
