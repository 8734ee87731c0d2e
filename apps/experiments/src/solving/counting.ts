import { STRATEGIES } from "@symplectic-adjoint/examples/strategies";
import type { Odeint } from "@symplectic-adjoint/models";
import type { RightHandSide } from "./interpreted.js";

/** Work of a solve and its gradient, so far. */
export interface WorkCounts {
  /** Calls of f, in both directions: plain ones, and those with a vector–Jacobian product. */
  evaluations: number;
  /** Accepted steps of the forward pass. */
  steps: number;
}

/** One of the five functions with its name. */
export interface SolvingFunction {
  readonly name: string;
  readonly description: string;
  readonly odeint: Odeint;
}

/** The five functions. */
export const FUNCTIONS: ReadonlyArray<SolvingFunction> = STRATEGIES.map(
  ({ name, description, solve }) => ({ name, description, odeint: solve as Odeint }),
);

/** The symplectic adjoint method, which trains the models. */
export const symplectic: SolvingFunction = functionNamed("odeintSymplecticAdjoint");

/** One of the five functions by its name. */
export function functionNamed(name: string): SolvingFunction {
  const found = FUNCTIONS.find((each) => each.name === name);
  if (found === undefined) throw new Error(`There is no function ${name}.`);
  return found;
}

/** The same function, which adds its work to `counts`. A compiled f is interpreted: a program does not call it. */
export function counting(odeint: Odeint, counts: WorkCounts): Odeint {
  const counted = (
    f: RightHandSide,
    y0: unknown,
    t: unknown,
    options: Record<string, unknown> = {},
  ) => {
    const onStep = ({ accepted }: { readonly accepted: boolean }) => {
      if (accepted) counts.steps++;
    };
    const countedF = (time: number, y: never) => {
      counts.evaluations++;
      return f(time, y);
    };
    return (odeint as unknown as AnyOdeint)(countedF, y0, t, { ...options, onStep });
  };
  return counted as unknown as Odeint;
}

type AnyOdeint = (f: unknown, y0: unknown, t: unknown, options: unknown) => unknown;
