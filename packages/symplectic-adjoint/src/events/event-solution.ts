import { tfjs } from "@symplectic-adjoint/backend-tfjs";
import type {
  Alike,
  Backend,
  ForwardPass,
  State,
  Statistics,
  Tree,
} from "@symplectic-adjoint/core";
import type { Scalar, Tensor } from "@tensorflow/tfjs-core";
import type { TimesArrays } from "../options/read-times.js";
import { requireLike } from "../solve/check-like.js";
import { lent } from "../solve/join-solution.js";
import type { Prepared } from "../solve/prepare.js";
import { disposedError, noTimesError, valueOnlyError } from "../solve/solution-errors.js";
import { userTree } from "../solve/user-tree.js";
import { arraysOf, eventOf } from "./event-pass.js";
import { joinEvent } from "./join-event.js";
import type { EventState } from "./odeint-event.js";

/** Time and state of an event that was found asynchronously. */
export interface EventSolution<Y> extends EventState<Y> {
  readonly stats: Statistics;
  /** The differentiated parameters: those given, or those found in f and in the event. */
  readonly parameters: ReadonlyArray<Tensor>;
  /**
   * Time and state as functions of y0, the parameters and t0, recorded on the active tape: within `tf.grads` or
   * `optimizer.minimize`, without solving again. y0 must have the value used for the solve. Reads nothing.
   *
   * @param times The initial time to differentiate for, to which the solve got a tensor.
   * @throws ReleasedError after `dispose`, or with `differentiate: false`.
   */
  differentiable(y0: Alike<Tensor, Y>, times?: { readonly t0?: Tensor | undefined }): EventState<Y>;
  /** Frees `t`, `y` and the data of the gradient. */
  dispose(): void;
}

/**
 * Wraps a finished forward pass; takes ownership of it.
 *
 * @throws NoEventError | IntegrationError
 */
export function eventSolution(
  { problem, structure, origin, times }: Prepared<Tensor>,
  pass: ForwardPass<Tensor>,
  differentiate: boolean,
): EventSolution<unknown> {
  const { backend, y0, dynamics } = problem;
  const { t, y } = own(backend, () => arraysOf(backend, eventOf(problem, pass)), pass);
  const shown = (array: Tensor) => (backend.present?.([array]) ?? [array])[0] as Scalar;
  let disposed = false;
  const solution = {
    t: shown(t),
    y: userTree(backend, structure, y) as unknown,
    stats: pass.statistics,
    parameters: dynamics.parameters,
    differentiable(start: Tree<Tensor>, { t0 }: { readonly t0?: Tensor | undefined } = {}) {
      if (disposed) throw disposedError("differentiable");
      if (!differentiate) throw valueOnlyError("differentiable");
      const leaves = requireLike(backend, start, y0, structure, "y0");
      origin.requireUnchanged(leaves);
      const arrays = initialTime(backend, t0, times);
      const { tape = tfjs.tape } = backend;
      const copy = tape.suspended(() => backend.linearCombination(undefined, 1, [1], [[t, ...y]]));
      const [time, ...state] = copy as [Tensor, ...State<Tensor>];
      if (tape.isRecording()) {
        const inputs = [...leaves, ...dynamics.parameters];
        const outputs = pass.outputs.length;
        joinEvent(problem, tape, lent(pass), { inputs, times: arrays, t: time, y: state, outputs });
      }
      return { t: shown(time), y: userTree(backend, structure, state) as unknown };
    },
    dispose() {
      disposed = true;
      backend.release([t, ...y]);
      pass.release();
    },
  };
  return Object.freeze(solution) as unknown as EventSolution<unknown>;
}

/** The arrays of an event, which no scope frees; releases the pass on errors. */
function own(
  backend: Backend<Tensor>,
  make: () => ReturnType<typeof arraysOf<Tensor>>,
  pass: ForwardPass<Tensor>,
): { readonly t: Tensor; readonly y: State<Tensor> } {
  try {
    const [t, y] = make();
    const [time, ...state] = backend.retain([t, ...y]);
    backend.release([t, ...y]);
    return { t: time as Tensor, y: state };
  } catch (error) {
    pass.release();
    throw error;
  }
}

function initialTime(
  backend: Backend<Tensor>,
  t0: Tensor | undefined,
  original: TimesArrays<Tensor>,
): TimesArrays<Tensor> {
  if (t0 === undefined) return {};
  if (original.t === undefined) throw noTimesError("differentiable(y0, { t0 })");
  requireLike(backend, t0, [original.t], { kind: "leaf" }, "t0");
  return { t: t0 };
}
