import { InvalidArgumentError } from "@symplectic-adjoint/core";
import { Tensor } from "@tensorflow/tfjs-core";

/** A shape in which null stands for any length. */
export type ShapePattern = ReadonlyArray<number | null>;

/**
 * Checks that a value is a float32 tensor of a shape.
 *
 * @param shape Lengths of the axes; null for any. Undefined: any shape.
 * @throws InvalidArgumentError naming the argument, and the shape that it must have.
 */
export function checkTensor(
  argument: string,
  value: unknown,
  shape: ShapePattern | undefined,
  remedy: string,
): void {
  const problem = problemOf(value, shape);
  if (problem !== undefined) throw new InvalidArgumentError({ argument, value, problem, remedy });
}

function problemOf(value: unknown, shape: ShapePattern | undefined): string | undefined {
  if (!(value instanceof Tensor)) return "must be a tensor";
  if (value.isDisposed) return "is disposed";
  if (value.dtype !== "float32") return "must be a float32 tensor";
  if (shape === undefined) return undefined;
  const fits =
    value.shape.length === shape.length &&
    shape.every((length, axis) => length === null || length === value.shape[axis]);
  return fits ? undefined : `must have the shape [${shape.map((n) => n ?? "any").join(", ")}]`;
}
