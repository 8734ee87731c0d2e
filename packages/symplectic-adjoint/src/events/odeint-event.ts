import { type TensorFunction, tfjs } from "@symplectic-adjoint/backend-tfjs";
import type { Tree, TreeOf } from "@symplectic-adjoint/core";
import { runSync } from "@symplectic-adjoint/solver";
import type { Scalar, Tensor } from "@tensorflow/tfjs-core";
import type { TimeKind } from "../options/options.js";
import { readAllTimesSync } from "../options/read-times.js";
import type { AnyRank, OdeFunction, StateOf } from "../options/tensor-types.js";
import { adjointOf } from "../solve/adjoint-of.js";
import { retainingSolve } from "../solve/retaining-solve.js";
import { userTree } from "../solve/user-tree.js";
import { arraysOf, eventBackend, eventOf, prepareEvent } from "./event-pass.js";
import { type InitialTime, initialTimeArray } from "./event-times.js";
import { joinEvent } from "./join-event.js";
import { makeEvents } from "./make-events.js";
import { checkOdeintEventOptions, type OdeintEventOptions } from "./odeint-event-options.js";

/** Time and state of an event. */
export interface EventState<Y> {
  /** The time, a scalar tensor. */
  readonly t: Scalar;
  /** The state, in the structure of y0. */
  readonly y: Y;
}

/**
 * Solves y' = f(t, y), y(t0) = y0, until g(t, y) crosses zero, and returns the time and the state there.
 *
 * Within `tf.grads` or `optimizer.minimize`, both are differentiable: for y0, the parameters of f and of the event, and t0
 * if it is a tensor. The gradient is exact for the discrete solution: the event is located on the dense output of the
 * method, and its derivatives are those of the equation that it solves, by the implicit function theorem. Cost of its
 * backward pass: one vector–Jacobian product of g, and the pullback of the steps.
 *
 * @param func f(t, y), as for `odeint`.
 * @param y0 A float32 tensor, a list or a record of such, arbitrarily nested.
 * @param t0 The initial time: a number or a scalar tensor. g may be zero there: that is no event.
 * @throws NoEventError if there is no event until `until`; IntegrationError if the integration fails; GrazingEventError,
 * in the backward pass, if g hardly changes along the solution where it crosses zero; another OdeError for invalid
 * arguments.
 * @example
 * // A ball falls from 1: it is on the floor at t = 0.5, with a speed of −8 · 0.5.
 * const fall = (t, [x, v]) => [v, tf.scalar(-8)];
 * const { t, y } = odeintEvent(fall, [tf.scalar(1), tf.scalar(0)], 0, { event: (t, [x]) => x });
 */
export function odeintEvent<const Y extends TreeOf<Tensor, Y>, T extends TimeKind = "number">(
  func: NoInfer<OdeFunction<Y, T>>,
  y0: Y,
  t0: InitialTime<Tensor>,
  options: OdeintEventOptions<NoInfer<StateOf<Y>>, T>,
): NoInfer<EventState<AnyRank<Y>>>;
export function odeintEvent(
  func: unknown,
  y0: unknown,
  t0: InitialTime<Tensor>,
  given: unknown,
): unknown {
  checkOdeintEventOptions(given, false);
  const options = given as OdeintEventOptions;
  const adjoint = adjointOf(options);
  const differentiate = tfjs.tape.isRecording();
  const backend = eventBackend(func as TensorFunction, y0, options, { differentiate });
  const { tape = tfjs.tape } = backend;
  const start = initialTimeArray(t0, backend);
  const { stepT, jumpT } = options;
  const first = start === undefined ? [t0 as number] : backend.toHostSync(start);
  const times = readAllTimesSync({ t: first, stepT, jumpT }, backend);
  const arrays = { ...times.arrays, t: start };
  const { problem, structure } = prepareEvent(
    func as TensorFunction,
    y0 as Tree<Tensor>,
    first[0] as number,
    { ...times, arrays },
    options,
    { backend, differentiate, awaits: false, makeEvents },
  );
  const state = ([t, y]: ReturnType<typeof arraysOf<Tensor>>) => ({
    t: (backend.present?.([t]) ?? [t])[0] as Scalar,
    y: userTree(backend, structure, y) as unknown,
  });
  if (!differentiate) {
    try {
      const pass = runSync(adjoint.solve(problem, "value"), backend);
      return state(arraysOf(backend, eventOf(problem, pass)));
    } finally {
      problem.events?.release();
    }
  }
  const pass = tape.suspended(() =>
    runSync(retainingSolve(adjoint, problem, "repeatable"), backend),
  );
  try {
    const [t, y] = tape.suspended(() => arraysOf(backend, eventOf(problem, pass)));
    const inputs = [...problem.y0, ...problem.dynamics.parameters];
    joinEvent(problem, tape, pass, { inputs, times: arrays, t, y, outputs: pass.outputs.length });
    return state([t, y]);
  } catch (error) {
    pass.release();
    throw error;
  }
}
