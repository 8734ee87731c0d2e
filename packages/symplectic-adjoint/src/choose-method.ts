import { type ButcherTableau, UnknownOptionError } from "@symplectic-adjoint/core";
import { tableaux } from "@symplectic-adjoint/tableaux";
import type { Method } from "./options.js";

/** @throws UnknownOptionError listing the valid names. */
export function chooseMethod(method: Method | undefined, argument = "method"): ButcherTableau {
  if (method === undefined) return tableaux.dopri5;
  if (isTableau(method)) return method;
  const known = Object.hasOwn(tableaux, method);
  if (known) return tableaux[method as keyof typeof tableaux];
  throw new UnknownOptionError({
    argument,
    value: method,
    problem: "is not a method of this library",
    remedy: `Write one of ${Object.keys(tableaux).join(", ")}, or pass a tableau made by butcherTableau.`,
  });
}

function isTableau(method: Method): method is ButcherTableau {
  if (typeof method !== "object" || method === null) return false;
  const { a, b, c, activeStages } = method;
  return [a, b, c, activeStages].every(Array.isArray);
}
