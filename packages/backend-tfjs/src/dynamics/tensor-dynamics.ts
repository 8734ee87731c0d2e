import { type Dynamics, type DynamicsContext, InvalidStateError } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { faultOf } from "../fault-of.js";
import { scalar } from "../kernels/kernels.js";
import { ownedHandles } from "../kernels/owned-handles.js";
import { evaluation } from "../recording/evaluation.js";
import { refuseUnknownReads, traceParameters } from "../recording/trace-parameters.js";
import { capturedTensors } from "../tfjs-internals/captured-tensors.js";
import { scoped } from "../tfjs-internals/scoped.js";
import { withBuffers } from "../tfjs-internals/with-buffers.js";
import { requireTape } from "../tfjs-internals/with-tape.js";
import { dynamicsCall } from "./dynamics-call.js";
import { givenParameters } from "./given-parameters.js";
import { type DynamicsParts, recordDynamics } from "./record-dynamics.js";
import { refuseRandomness } from "./refuse-randomness.js";
import { isModel, type TensorFunction } from "./tensor-function.js";
import { watchTensors } from "./watch-tensors.js";

/**
 * Creates dynamics from a user's function or model: implements `dynamics` of the TensorFlow.js backend.
 *
 * Its parameters are, in this order of precedence: `context.parameters`; the trainable weights of a model; or the
 * tensors that one evaluation of f at (t0, y0) reads, first trainable variables, then captured tensors. In the last
 * case, a gradient is refused if f later reads a tensor that it did not read at (t0, y0): list the parameters then.
 * Variables that f reads only inside `tf.customGrad` cannot be traced: list them.
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
  const { t0, y0, structure, differentiate } = context;
  if (differentiate) requireTape();
  y0.forEach(checkLeaf);
  const shapes = y0.map(({ shape }) => shape);
  const bare = dynamicsCall(func, structure, shapes);
  const call = differentiate ? refuseRandomness(bare) : bare;
  const horizon = nextTensorId();
  const named = context.parameters !== undefined;
  const given = (): ReadonlyArray<Tensor> | undefined => givenParameters(func, context.parameters);
  const { parameters, captured } = differentiate
    ? traceParameters(call, t0, y0, horizon, given)
    : { parameters: (named ? given() : undefined) ?? [], captured: [] };
  const { hold, withAlive } = capturedTensors(captured);
  const known = new Set(parameters);
  const found = differentiate && !named && !isModel(func);
  const parts: DynamicsParts = {
    call,
    parameters,
    horizon,
    ...(found && {
      inspect: (recorded, t, y) => refuseUnknownReads(recorded, t, y, horizon, known),
    }),
  };
  const everything = parameters.map((_, i) => i);
  const isolated = <T>(body: () => T): T => withAlive(() => evaluation(body));

  return {
    parameters,
    evaluate: (t, y) => isolated(() => scoped((scope) => ownedHandles(call(t, y), scope))),
    record: (t, y) => {
      const recorded = isolated(() => recordDynamics(parts, t, y, everything));
      const { value, release } = recorded;
      return {
        value,
        release,
        pullback: (g, wrt) => isolated(() => recorded.pullback(g, wrt, false)),
      };
    },
    pullback: (t, y, cotangent, wrt) =>
      isolated(() => {
        const recorded = recordDynamics(parts, t, y, wrt);
        try {
          return { value: recorded.value, ...recorded.pullback(cotangent, wrt, true) };
        } catch (error) {
          for (const leaf of recorded.value) leaf.dispose();
          throw error;
        } finally {
          recorded.release();
        }
      }),
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
