import type { Problem, State, UserTape } from "@symplectic-adjoint/core";
import { runSync } from "@symplectic-adjoint/solver";
import { type TimesArrays, timesNames } from "../options/read-times.js";
import { type Pullback, requestOf } from "../solve/join-solution.js";
import { joinScalars } from "../solve/scalars.js";

/** What an entry of the tape connects. */
export interface EventEntry<A> {
  /** The leaves of y0, then the parameters. */
  readonly inputs: State<A>;
  /** The times that are arrays on the tape; `t` is the initial time. */
  readonly times: TimesArrays<A>;
  /** The time of the event, a scalar, and the state there. */
  readonly t: A;
  readonly y: State<A>;
  /** Number of outputs of the pass. */
  readonly outputs: number;
}

/** Records an event on the tape, as a function of y0, the parameters and the times. */
export function joinEvent<A>(
  { backend, y0 }: Problem<A>,
  tape: UserTape<A>,
  pass: Pullback<A>,
  { inputs, times, t, y, outputs }: EventEntry<A>,
): void {
  const timed = timesNames.filter((name) => times[name] !== undefined);
  tape.join({
    name: "OdeEvent",
    inputs: [...inputs, ...timed.map((name) => times[name] as A)],
    outputs: [t, ...y],
    pullback([time, ...leaves], wanted) {
      const wrt = inputs.flatMap((_, i) => (i >= y0.length && wanted[i] ? [i - y0.length] : []));
      const wants = timed.filter((_, i) => wanted[inputs.length + i]);
      const none = Array.from({ length: outputs }, () => undefined);
      const gradients: Array<A | undefined> = [];
      backend.openScope();
      try {
        const given = leaves.some((leaf) => leaf !== undefined);
        const state = given
          ? y.map((like, i) => leaves[i] ?? (backend.zerosLike([like])[0] as A))
          : undefined;
        const request = {
          times: wants.length === 0 ? undefined : requestOf(wants),
          events: [{ time, state }],
        };
        const found = runSync(pass.pullback(none, wrt, request), backend);
        gradients.push(...found.y0);
        for (const [i, index] of wrt.entries())
          gradients[y0.length + index] = found.parameters[i] as A;
        for (const [i, name] of timed.entries()) {
          if (!wanted[inputs.length + i]) continue;
          const scalars = (name === "t" ? found.times : found[name]) ?? [];
          gradients[inputs.length + i] =
            name === "t"
              ? initial(times.t as A, scalars[0] as A | number)
              : joinScalars(backend, scalars);
        }
        return gradients;
      } catch (error) {
        // If the backward pass fails, TensorFlow.js never disposes of its tape, so release the pass here.
        pass.release();
        throw error;
      } finally {
        backend.closeScope([gradients.filter((gradient) => gradient !== undefined)]);
      }
    },
    release: () => pass.release(),
  });

  /** The gradient of the initial time, in its shape: a scalar, or a list of one. */
  function initial(t0: A, scalar: A | number): A {
    const shape = backend.shape(t0);
    if (shape.length > 0) return joinScalars(backend, [scalar]);
    return typeof scalar === "number" ? backend.fromHost([scalar], shape) : scalar;
  }
}
