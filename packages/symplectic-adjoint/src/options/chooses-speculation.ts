import {
  type Backend,
  InvalidArgumentError,
  type StepSizeController,
} from "@symplectic-adjoint/core";
import type { AsyncOptions } from "./options.js";

/** Whether to speculate: the option, else true if a call awaits values of a backend with asynchronous reads only. */
export function choosesSpeculation(
  { speculate }: AsyncOptions,
  backend: Pick<Backend<never>, "readsSynchronously">,
  awaits: boolean,
): boolean {
  return awaits && (speculate ?? !backend.readsSynchronously);
}

/**
 * Validates an explicit speculation option.
 *
 * @throws InvalidArgumentError if the controller cannot predict steps or no errors are read.
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
      ? `needs a controller that can predict its next step; ${name} cannot`
      : "has no effect with fixed steps, which have no error estimate",
    remedy: adaptive
      ? "Write controller: laggedController(), or leave one of them out."
      : "Omit it, or use an adaptive method such as dopri5.",
  });
}
