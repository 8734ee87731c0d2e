import { symplecticAdjoint } from "@symplectic-adjoint/adjoint";
import { type Adjoint, InvalidArgumentError } from "@symplectic-adjoint/core";
import type { SolveOptions } from "../options/options.js";

const symplectic = /* @__PURE__ */ symplecticAdjoint();

/**
 * The gradient strategy of `solve`: the one given, or the symplectic adjoint method with the memory budget, if any.
 *
 * @throws InvalidArgumentError if both are given.
 */
export function adjointOf({
  adjoint,
  memoryBudget,
}: Pick<SolveOptions<never, never>, "adjoint" | "memoryBudget">): Adjoint {
  if (memoryBudget === undefined) return adjoint ?? symplectic;
  if (adjoint === undefined) return symplecticAdjoint({ memoryBudget });
  throw new InvalidArgumentError({
    argument: "memoryBudget",
    value: memoryBudget,
    problem: "has no effect together with an adjoint, which decides what to keep",
    remedy: `Pass it to the adjoint, if it takes one: adjoint: symplecticAdjoint({ memoryBudget: ${JSON.stringify(memoryBudget)} }).`,
  });
}
