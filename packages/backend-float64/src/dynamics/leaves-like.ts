import { InvalidDynamicsError, type State, type Structure } from "@symplectic-adjoint/core";

const F = "func(t, y)";

/**
 * The leaves of the value returned by f, in the order of the state's, for any order of keys.
 *
 * @param name How errors name the value.
 * @throws InvalidDynamicsError if structure or lengths differ from the state's.
 */
export function leavesLike(
  structure: Structure,
  state: State<Float64Array>,
  returned: unknown,
  name: string = F,
): Array<Float64Array> {
  const leaves: Array<Float64Array> = [];
  collect(structure, state, returned, name, leaves);
  return leaves;
}

function collect(
  structure: Structure,
  state: State<Float64Array>,
  part: unknown,
  path: string,
  leaves: Array<Float64Array>,
): void {
  if (structure.kind === "leaf") {
    const { length } = state[leaves.length] as Float64Array;
    if (!(part instanceof Float64Array) || part.length !== length)
      throw mismatch(path, part, `a Float64Array of length ${length}`);
    leaves.push(part);
    return;
  }
  if (structure.kind === "list") {
    const { items } = structure;
    if (!Array.isArray(part) || part.length !== items.length)
      throw mismatch(path, part, `a list of ${items.length}`);
    for (let i = 0; i < items.length; i++)
      collect(items[i] as Structure, state, part[i], `${path}[${i}]`, leaves);
    return;
  }
  const { keys, items } = structure;
  if (!hasKeys(part, keys)) throw mismatch(path, part, `a record {${keys.join(", ")}}`);
  for (let i = 0; i < items.length; i++) {
    const key = keys[i] as string;
    collect(items[i] as Structure, state, part[key], `${path}.${key}`, leaves);
  }
}

function hasKeys(part: unknown, keys: ReadonlyArray<string>): part is Record<string, unknown> {
  if (typeof part !== "object" || part === null || Array.isArray(part)) return false;
  return Object.keys(part).length === keys.length && keys.every((key) => Object.hasOwn(part, key));
}

function mismatch(path: string, part: unknown, expected: string): InvalidDynamicsError {
  return new InvalidDynamicsError({
    argument: path,
    value: part,
    problem: `must be ${expected}, as in y0`,
    remedy: `Return ${path.startsWith(F) ? "dy/dt in " : ""}the structure of y, made of Float64Arrays: for example Float64Array.of(y[1], -y[0]).`,
  });
}
