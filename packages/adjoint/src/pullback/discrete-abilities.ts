import type { Method, Problem } from "@symplectic-adjoint/core";
import type { PullbackAbilities, Refusal } from "./pullback-guard.js";

/** What the exact strategies can differentiate besides y0 and parameters. */
export function discreteAbilities<A>({
  method,
  events,
}: Pick<Problem<A>, "method" | "events">): PullbackAbilities {
  return {
    differentiatesTimes: !method.memory,
    differentiatesEvents: events !== undefined,
    differentiatesPoints: true,
    timesRefusal: method.memory ? refusalOf(method) : undefined,
  };
}

function refusalOf({ name }: Method): Refusal {
  return {
    problem: `cannot be differentiated with the method ${name}, which has a memory from step to step`,
    remedy: "Pass the times as numbers, or use an explicit Runge-Kutta method.",
  };
}
