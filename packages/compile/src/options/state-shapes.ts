import { InvalidStateError, type State, type Structure } from "@symplectic-adjoint/core";
import { isShape, type ShapeTree } from "./compiled-options.js";

/**
 * The shapes of the tensors that stand for the arrays of a state in double precision.
 *
 * @throws InvalidStateError if the tree of shapes does not have the structure or the sizes of the state.
 */
export function stateShapes(
  given: ShapeTree | undefined,
  structure: Structure,
  y0: State<Float64Array>,
): ReadonlyArray<ReadonlyArray<number>> {
  if (given === undefined) return y0.map(({ length }) => [length]);
  const shapes: Array<ReadonlyArray<number>> = [];
  collect(given, structure, shapes, "stateShape");
  for (const [i, shape] of shapes.entries()) {
    const size = shape.reduce((a, b) => a * b, 1);
    const { length } = y0[i] as Float64Array;
    if (size !== length)
      throw mismatch(
        "stateShape",
        shape,
        `has ${size} numbers, but array ${i} of y0 has ${length}`,
      );
  }
  return shapes;
}

function collect(
  part: unknown,
  structure: Structure,
  shapes: Array<ReadonlyArray<number>>,
  path: string,
): void {
  if (structure.kind === "leaf") {
    if (!isShape(part))
      throw mismatch(path, part, "must be a list of sizes, because y0 has an array there");
    shapes.push(part as ReadonlyArray<number>);
    return;
  }
  const { items } = structure;
  const keys = structure.kind === "record" ? structure.keys : items.map((_, i) => i);
  const parts = part as Readonly<Record<string | number, unknown>> | null;
  const fits =
    typeof part === "object" &&
    Array.isArray(part) === (structure.kind === "list") &&
    Object.keys(part ?? {}).length === keys.length;
  if (!fits) throw mismatch(path, part, "must have the structure of y0");
  for (const [i, key] of keys.entries())
    collect(parts?.[key], items[i] as Structure, shapes, `${path}[${JSON.stringify(key)}]`);
}

function mismatch(argument: string, value: unknown, problem: string): InvalidStateError {
  return new InvalidStateError({
    argument,
    value,
    problem,
    remedy: "Write a shape for each array of the state: [64, 2], or { q: [64], p: [64] }.",
  });
}
