import type { Tree } from "@symplectic-adjoint/core";
import type { SaveFunction, TimeKind } from "../options/state-functions.js";

/** An event: where a condition crosses zero along the solution. */
export interface EventOption<A, Y = Tree<A>, T extends TimeKind = TimeKind, P = Tree<A>> {
  /**
   * g(t, y), a scalar array, or on the backend float64 a number: the event is where it crosses zero. Differentiated like
   * f, with the parameters that it reads. On the backend float64, an object with its gradient: see `Float64StateFunction`.
   */
  readonly condition: SaveFunction<A, Y, A | number, T, P>;
  /**
   * Which crossings count, in the order of the integration: 1 from negative to positive, -1 from positive to negative,
   * 0 (default) both.
   */
  readonly direction?: -1 | 0 | 1 | undefined;
  /**
   * Whether the integration ends at the event: true, or the number of the occurrence at which it ends. Its state is then
   * the last row of the solution, and the outcome "event". Default false.
   */
  readonly terminal?: boolean | number | undefined;
  /**
   * R(t, y), the state with which the integration continues after the event, in the structure and shapes of y0.
   * Differentiated like f. Default: the event changes nothing.
   */
  readonly reset?: SaveFunction<A, Y, Tree<A>, T, P> | undefined;
  /**
   * Number of places within each step, at equal distances, at which the sign of the condition is examined besides the
   * ends: two crossings between neighbouring places are missed. Default 1.
   */
  readonly probes?: number | undefined;
  /** How errors name the event. Default "events[0]" and so on. */
  readonly name?: string | undefined;
}

/** Options for events. */
export interface EventOptions<A, Y = Tree<A>, T extends TimeKind = TimeKind, P = Tree<A>> {
  /**
   * Events: conditions whose zeros along the solution are found, with exact gradients of their times and states. Those that
   * were found are `events` of the solution.
   *
   * Each accepted step is examined with one evaluation of each condition at its end and at each of its probes, and one
   * round of reads. An event is located on the dense output of the method, to about 4 ulp of the time in double precision,
   * which costs 4 to 8 more rounds, and no evaluation of f. Of several at the same time, the first in the list comes first.
   */
  readonly events?: ReadonlyArray<EventOption<A, Y, T, P>> | undefined;
  /**
   * The most events of all kinds. One more, or an event that occurs again at once after a reset, ends the integration, with
   * outcome "tooManyEvents". Default 1000.
   */
  readonly maxEvents?: number | undefined;
}
