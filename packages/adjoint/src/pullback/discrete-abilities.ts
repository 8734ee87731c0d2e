import type { Problem } from "@symplectic-adjoint/core";
import type { PullbackAbilities } from "./pullback-guard.js";

/** What the exact strategies can differentiate besides y0 and parameters. */
export function discreteAbilities<A>({
  method,
  events,
}: Pick<Problem<A>, "method" | "events">): PullbackAbilities {
  return {
    differentiatesTimes: !method.memory,
    differentiatesEvents: events !== undefined,
    differentiatesPoints: true,
    timesRefusal: {
      problem: `cannot be differentiated with the method ${method.name}, which has a memory from step to step`,
      remedy: "Pass the times as numbers, or use an explicit Runge-Kutta method.",
    },
  };
}
