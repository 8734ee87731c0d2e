import { InvalidArgumentError } from "@symplectic-adjoint/core";

/**
 * A Float64Array of the given values. The shape only says how many there must be: arrays here have one axis.
 *
 * @throws InvalidArgumentError when there are more or fewer values than the shape holds.
 */
export function fromHost(values: ArrayLike<number>, shape: ReadonlyArray<number>): Float64Array {
  let size = 1;
  for (const length of shape) size *= length;
  if (size !== values.length)
    throw new InvalidArgumentError({
      argument: "values",
      value: values,
      problem: `must be ${size} numbers to have the shape [${shape.join(", ")}], and are ${values.length}`,
      remedy: `Pass [${values.length}] as the shape, or ${size} values.`,
    });
  return Float64Array.from(values);
}
