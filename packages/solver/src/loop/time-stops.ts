import type { Problem } from "@symplectic-adjoint/core";

/** A time at which a step must end. */
export interface TimeStop {
  readonly time: number;
  /** Index of the output at this time, or −1. */
  readonly output: number;
  /** Whether f is discontinuous here. */
  readonly jump: boolean;
}

/**
 * All times that the grid must contain after the first, in the order of integration: outputs, step times, jump times
 * and the controller's own. Step and jump times outside the span are ignored.
 */
export function timeStops(
  problem: Pick<Problem<unknown>, "times" | "stepT" | "jumpT" | "controller">,
): Array<TimeStop> {
  const { times, stepT, jumpT, controller } = problem;
  const first = times[0] as number;
  const last = times[times.length - 1] as number;
  const direction = last < first ? -1 : 1;
  const inside = (t: number) => (t - first) * direction > 0 && (last - t) * direction >= 0;

  const outputAt = new Map<number, number>();
  for (let i = 1; i < times.length; i++) outputAt.set(times[i] as number, i);
  const jumps = new Set(jumpT);
  const own = controller.requiredTimes?.(times) ?? [];

  const all = new Set([...outputAt.keys(), ...stepT, ...jumpT, ...own].filter(inside));
  return [...all]
    .sort((p, q) => (p - q) * direction)
    .map((time) => ({ time, output: outputAt.get(time) ?? -1, jump: jumps.has(time) }));
}
