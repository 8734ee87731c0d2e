import {
  type Dynamics,
  ParametersChangedError,
  type Reading,
  type ScalarRequest,
} from "@symplectic-adjoint/core";
import { type Pause, pausing } from "./pausing.js";

/**
 * The same computation, which ends with an error where others change a parameter while it pauses: its steps would belong to
 * two functions. What f assigns to itself is not looked at.
 *
 * Costs a copy of the parameters at each pause where they are written in place, and nothing to speak of elsewhere.
 *
 * @throws ParametersChangedError
 */
export function refuseChanges<T, A>(reading: Reading<T, A>, dynamics: Dynamics<A>): Reading<T, A> {
  return pausing(reading, (request) => watchedPause(request, dynamics));
}

function watchedPause<A>(request: ScalarRequest<A> | undefined, dynamics: Dynamics<A>): Pause<A> {
  let changed = dynamics.watchParameters();
  const resume = (): void => {
    const index = changed();
    if (index === undefined) return;
    throw new ParametersChangedError({
      argument: `parameters[${index}]`,
      value: dynamics.parameters[index],
      problem: "changed while an asynchronous solve was at work: its steps belong to two functions",
      remedy: "Await the solution before the parameters change.",
    });
  };
  const { meanwhile } = request ?? {};
  if (request === undefined || meanwhile === undefined) return { request, resume };
  // f is evaluated during the pause, and may assign to a parameter.
  const evaluate = (): void => {
    resume();
    try {
      meanwhile();
    } finally {
      changed = dynamics.watchParameters();
    }
  };
  return { request: { ...request, meanwhile: evaluate }, resume };
}
