import { OdeError } from "@symplectic-adjoint/core";
import { expect } from "vitest";
import { thrownBy } from "./thrown-by.js";

/** What an error must say. */
export interface Refusal {
  readonly error: new (...all: ReadonlyArray<never>) => OdeError;
  readonly code: string;
  /** The argument as it is named. */
  readonly argument: string;
  /** The offending value as it is shown; absent where it is not a value that is wrong. */
  readonly shown?: string;
  /** A piece of the sentence that says what to write instead. */
  readonly remedy: string;
}

/** Checks that `body` throws an error of the family that names the argument, shows the value and says what to write. */
export function expectRefusal(body: () => unknown, refusal: Refusal): void {
  const error = thrownBy(body);
  expect(error).toBeInstanceOf(OdeError);
  expect(error).toBeInstanceOf(refusal.error);
  const { name, code, argument, message, remedy } = error as OdeError;
  expect(name).toBe(refusal.error.name);
  expect(code).toBe(refusal.code);
  expect(argument).toBe(refusal.argument);
  expect(message.startsWith(`${argument} `)).toBe(true);
  if (refusal.shown !== undefined) expect(message).toContain(`(got ${refusal.shown})`);
  expect(remedy).toContain(refusal.remedy);
  expect(message.endsWith(remedy)).toBe(true);
}
