import { type Dynamics, type DynamicsContext, InvalidStateError } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { faultOf } from "../fault-of.js";
import { adopt } from "../kernels/adopt.js";
import { scalar } from "../kernels/kernels.js";
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
 * Makes dynamics of a user's function or model: what `dynamics` of a backend of tensors does.
 *
 * Its parameters are, in this order of precedence: those of `context.parameters`; the trainable weights of a model; or
 * what one evaluation of f at (t0, y0) reads, first trainable variables, then tensors that it captured. A tensor that f
 * reads only later is refused when it is differentiated, if parameters were found so: name them then. Variables that f
 * reads only inside `tf.customGrad` cannot be traced: list them.
 *
 * An evaluation runs unrecorded and in a scope of its own. A recorded one keeps, until released, what leads from y and
 * the parameters to the result, and its VJP computes nothing else. Neither sees or changes the user's tape.
 *
 * @throws InvalidStateError when a leaf of y0 is not float32, or disposed.
 * @throws InvalidDynamicsError when f is neither a function nor a model, does not return what the state is, or is to be
 * differentiated and draws random numbers.
 * @throws ParametersError when parameters were given, and none of them reaches the result.
 * @throws MissingGradientError when a gradient is wanted, and an operation of f has none, or this version of
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
  const apart = <T>(body: () => T): T => withAlive(() => evaluation(body));

  return {
    parameters,
    evaluate: (t, y) => apart(() => scoped((scope) => adopt(call(t, y), scope))),
    record: (t, y) => {
      const recorded = apart(() => recordDynamics(parts, t, y, everything));
      const { value, release } = recorded;
      return {
        value,
        release,
        pullback: (g, wrt) => apart(() => recorded.pullback(g, wrt, false)),
      };
    },
    pullback: (t, y, cotangent, wrt) =>
      apart(() => {
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

/** Tensors are numbered in the order of their creation. */
function nextTensorId(): number {
  const probe = scalar(0);
  probe.dispose();
  return probe.id;
}
