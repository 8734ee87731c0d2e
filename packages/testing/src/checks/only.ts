import { InvalidArgumentError } from "@symplectic-adjoint/core";

/**
 * The only item of a list: what a test uses instead of the first, so that a second one, which nobody looks at, fails it.
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
