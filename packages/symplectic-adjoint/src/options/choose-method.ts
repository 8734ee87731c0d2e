import {
  type ButcherTableau,
  checkedTableau,
  checkValue,
  must,
  type Requirement,
  UnknownOptionError,
} from "@symplectic-adjoint/core";
import { tableaux } from "@symplectic-adjoint/tableaux";
import type { Method } from "./options.js";

/** The name of a method, or an object, which is looked at as a tableau. */
export const methodRequirement: Requirement = must(
  (method) =>
    typeof method === "string" ? Object.hasOwn(tableaux, method) : looksLikeTableau(method),
  "is not a method of this library",
  `Write one of ${Object.keys(tableaux).join(", ")}, or pass a tableau made by butcherTableau.`,
  UnknownOptionError,
);

/**
 * The tableau of a method.
 *
 * @throws UnknownOptionError listing the valid names.
 * @throws InvalidArgumentError when a tableau does not meet the conditions of `butcherTableau`.
 */
export function chooseMethod(method: Method | undefined, argument = "method"): ButcherTableau {
  if (method === undefined) return tableaux.dopri5;
  checkValue(argument, method, methodRequirement);
  return typeof method === "string" ? tableaux[method] : checkedTableau(method, argument);
}

function looksLikeTableau(method: unknown): boolean {
  if (typeof method !== "object" || method === null) return false;
  return "a" in method && "b" in method;
}
