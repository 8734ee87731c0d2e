import { tensorOperations } from "@symplectic-adjoint/backend-tfjs";
import { tfjs } from "symplectic-adjoint";
import type { Entrants } from "./entrant.js";
import { gradientEntrant, gradientMethods } from "./gradient-entrant.js";
import { networkEntrants, stockVjp } from "./network-entrants.js";
import { networkSizes, stateLengths } from "./sizes.js";
import { chainEntrant, stepEntrants } from "./step-entrants.js";

/** What an engine that was made ready is timed at. */
export const equippedEntrants: Entrants = Object.fromEntries([
  ...networkSizes.flatMap((size) => {
    const { evaluation, vjp, products } = networkEntrants(size);
    return [
      [`evaluation ${size.name}`, evaluation] as const,
      [`vjp ${size.name}`, vjp] as const,
      [`products ${size.name}`, products] as const,
      ...gradientMethods.map(
        (method) => [`${method} ${size.name}`, () => gradientEntrant(size, method)] as const,
      ),
    ];
  }),
  ...stepsBy(tfjs),
]);

/** What the same engine is timed at as TensorFlow.js brings it. */
export const stockEntrants: Entrants = Object.fromEntries([
  ...networkSizes.map((size) => [`vjp ${size.name}`, () => stockVjp(size)] as const),
  ...stepsBy(tensorOperations),
  ...stateLengths.map((length) => [`chain ${length}`, () => chainEntrant(length)] as const),
]);

function stepsBy(operations: Parameters<typeof stepEntrants>[0]) {
  return stateLengths.flatMap((length) => {
    const { combination, norm } = stepEntrants(operations, length);
    return [[`combination ${length}`, combination] as const, [`norm ${length}`, norm] as const];
  });
}
