import {
  type Backend,
  InvalidArgumentError,
  type StepSizeController,
} from "@symplectic-adjoint/core";
import type { AsyncOptions } from "./options.js";

/**
 * Whether steps may be tried ahead of their errors: as the option says; without it where a call awaits values that the
 * backend delivers asynchronously only.
 */
export function choosesSpeculation(
  { speculate }: AsyncOptions,
  backend: Pick<Backend<never>, "readsSynchronously">,
  awaits: boolean,
): boolean {
  return awaits && (speculate ?? !backend.readsSynchronously);
}

/**
 * Asserts that speculation which was asked for is possible.
 *
 * @throws InvalidArgumentError when the controller cannot tell its next step ahead, or there is nothing to wait for.
 */
export function checkSpeculation(
  { speculate }: AsyncOptions,
  { name, adaptive, predictNext }: StepSizeController,
): void {
  if (speculate !== true || predictNext !== undefined) return;
  throw new InvalidArgumentError({
    argument: "speculate",
    value: speculate,
    problem: adaptive
      ? `needs a controller that can tell its next step ahead, which ${name} cannot`
      : "has no meaning for fixed steps, whose errors nobody waits for",
    remedy: adaptive
      ? "Write controller: laggedController(), or leave one of them out."
      : "Leave it out, or let an adaptive method such as dopri5 choose its steps.",
  });
}
