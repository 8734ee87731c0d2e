import { InvalidArgumentError } from "../../imports/core.js";
import type { Shape } from "../shapes.js";

/** The error for shapes that do not fit an operation. */
export function shapeError(
  operation: string,
  shapes: ReadonlyArray<Shape>,
  problem: string,
): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: `the shapes given to ${operation}`,
    value: shapes.map((shape) => `[${shape.join(", ")}]`).join(" and "),
    problem,
    remedy: "Reshape, transpose or broadcast them first.",
  });
}
