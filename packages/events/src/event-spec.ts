import type { StateFunction } from "@symplectic-adjoint/core";

/** One of the events of a problem. */
export interface EventSpec<A> {
  /** How errors name it: "events[0]". */
  readonly name: string;
  /** g(t, y), a scalar: the event is where it crosses zero. */
  readonly condition: StateFunction<A>;
  /** The state with which the integration continues, R(t, y); undefined if the event leaves it unchanged. */
  readonly reset?: StateFunction<A> | undefined;
  /**
   * Which crossings count, in the order of the integration: 1 from negative to positive, −1 from positive to negative,
   * 0 both.
   */
  readonly direction: -1 | 0 | 1;
  /** The occurrence at which the integration ends: 1 is the first one, Infinity none. */
  readonly endsAt: number;
  /** Number of places within a step, at equal distances, where the sign of g is examined besides the ends. */
  readonly probes: number;
}
