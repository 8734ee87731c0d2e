import {
  type ButcherTableau,
  checkedTableau,
  checkValue,
  type Method,
  methodContract,
  must,
  type Requirement,
  UnknownOptionError,
} from "@symplectic-adjoint/core";
import { explicitRungeKutta } from "@symplectic-adjoint/runge-kutta";
import { tableaux } from "@symplectic-adjoint/tableaux";
import type { Method as MethodOption } from "./options.js";
import { hintForMethod } from "./peer-methods.js";

/** A method name, a tableau, or a custom method; the latter two are validated later. */
export const methodRequirement: Requirement = {
  ...must(
    (method) =>
      typeof method === "string"
        ? Object.hasOwn(tableaux, method)
        : looksLikeTableau(method) || looksLikeMethod(method),
    "is not a method of this library",
    `Write one of ${Object.keys(tableaux).join(", ")}, or pass a tableau made by butcherTableau, or a method.`,
    UnknownOptionError,
  ),
  hintFor: hintForMethod,
};

/**
 * The method selected by an option.
 *
 * @throws UnknownOptionError listing the valid names.
 * @throws InvalidArgumentError if a tableau does not meet the conditions of `butcherTableau`, or a method lacks a
 * member.
 */
export function chooseMethod(method: MethodOption | undefined, argument = "method"): Method {
  if (method === undefined) return explicitRungeKutta(tableaux.dopri5);
  checkValue(argument, method, methodRequirement);
  if (typeof method === "string") return explicitRungeKutta(tableaux[method]);
  if (looksLikeMethod(method)) {
    checkValue(argument, method, methodContract);
    return method;
  }
  return explicitRungeKutta(checkedTableau(method, argument));
}

function looksLikeTableau(method: unknown): method is ButcherTableau {
  if (typeof method !== "object" || method === null) return false;
  return "a" in method && "b" in method;
}

function looksLikeMethod(method: unknown): method is Method {
  return typeof method === "object" && method !== null && "attempt" in method;
}
