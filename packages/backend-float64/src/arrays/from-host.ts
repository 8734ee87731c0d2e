import { InvalidArgumentError } from "@symplectic-adjoint/core";

/**
 * A Float64Array of the given values. The shape only determines the length: arrays of this backend have one axis.
 *
 * @throws InvalidArgumentError if the number of values does not match the shape.
 */
export function fromHost(values: ArrayLike<number>, shape: ReadonlyArray<number>): Float64Array {
  let size = 1;
  for (const length of shape) size *= length;
  if (size !== values.length)
    throw new InvalidArgumentError({
      argument: "values",
      value: values,
      problem: `must contain ${size} numbers for the shape [${shape.join(", ")}], but contains ${values.length}`,
      remedy: `Pass [${values.length}] as the shape, or ${size} values.`,
    });
  // Conversions from number to number may change the bits of NaN.
  return values instanceof Float64Array ? values.slice() : Float64Array.from(values);
}
