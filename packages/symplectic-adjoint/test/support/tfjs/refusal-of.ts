import { OdeError } from "@symplectic-adjoint/core";
import { expect } from "vitest";

/** What an error of ours tells, as far as programs and tests look at it. */
export interface Refusal {
  readonly name: string;
  readonly code: string;
  readonly argument: string;
  readonly value: unknown;
  readonly message: string;
  readonly remedy: string;
}

/** The error that `body` throws, which must be one of ours. */
export function refusalOf(body: () => unknown): Refusal {
  let thrown: unknown;
  try {
    body();
  } catch (error) {
    thrown = error;
  }
  return checked(thrown);
}

/** The error that a promise is rejected with, which must be one of ours. */
export async function rejectionOf(promise: Promise<unknown>): Promise<Refusal> {
  return checked(
    await promise.then(
      () => undefined,
      (error: unknown) => error,
    ),
  );
}

function checked(error: unknown): Refusal {
  expect(error).toBeInstanceOf(OdeError);
  return error as OdeError;
}
