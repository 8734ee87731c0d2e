import {
  type Dynamics,
  ParametersChangedError,
  type Pause,
  type Reading,
} from "@symplectic-adjoint/core";
import { aroundPauses, type WatchedPause } from "./around-pauses.js";

/**
 * Wraps a computation so that it throws if other code changes a parameter during a pause, because its steps would
 * belong to different functions. Assignments by f itself are ignored.
 *
 * Costs a copy of the parameters per pause if they are writable in place, otherwise negligible.
 *
 * @throws ParametersChangedError
 */
export function refuseChanges<T, A>(reading: Reading<T, A>, dynamics: Dynamics<A>): Reading<T, A> {
  return aroundPauses(reading, (pause) => watchParameters(pause, dynamics));
}

function watchParameters<A>(pause: Pause<A>, dynamics: Dynamics<A>): WatchedPause<A> {
  let changed = dynamics.watchParameters();
  const resume = (): void => {
    const index = changed();
    if (index === undefined) return;
    throw new ParametersChangedError({
      argument: `parameters[${index}]`,
      value: dynamics.parameters[index],
      problem: "changed during an asynchronous solve, so its steps belong to different functions",
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
