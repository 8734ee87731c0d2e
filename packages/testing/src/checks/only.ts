import { InvalidArgumentError } from "@symplectic-adjoint/core";

/**
 * The only item of a list: used in tests instead of the first item, so that an unexpected second item fails the test.
 *
 * @throws InvalidArgumentError if there are more or fewer.
 * @example
 * only([7]); // 7
 */
export function only<T>(list: ReadonlyArray<T>): T {
  if (list.length !== 1)
    throw new InvalidArgumentError({
      argument: "list",
      value: list,
      problem: `must have exactly one item, and has ${list.length}`,
      remedy: "Compare every item.",
    });
  return list[0] as T;
}
