import {
  type Dynamics,
  ParametersChangedError,
  type Pause,
  type Reading,
} from "@symplectic-adjoint/core";
import { pausing, type WatchedPause } from "./pausing.js";

/**
 * The same computation, which ends with an error where others change a parameter while it pauses: its steps would belong to
 * two functions. What f assigns to itself is not looked at.
 *
 * Costs a copy of the parameters at each pause where they are written in place, and nothing to speak of elsewhere.
 *
 * @throws ParametersChangedError
 */
export function refuseChanges<T, A>(reading: Reading<T, A>, dynamics: Dynamics<A>): Reading<T, A> {
  return pausing(reading, (pause) => watchParameters(pause, dynamics));
}

function watchParameters<A>(pause: Pause<A>, dynamics: Dynamics<A>): WatchedPause<A> {
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
  if (pause === undefined || !("whileWaiting" in pause) || pause.whileWaiting === undefined)
    return { pause, resume };
  const { whileWaiting } = pause;
  // f is evaluated during the pause, and may assign to a parameter.
  const evaluate = (): void => {
    resume();
    try {
      whileWaiting();
    } finally {
      changed = dynamics.watchParameters();
    }
  };
  return { pause: { ...pause, whileWaiting: evaluate }, resume };
}
