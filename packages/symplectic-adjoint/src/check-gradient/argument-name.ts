/** Display name of an array argument: its path, and its own name if any. */
export interface ArgumentName {
  readonly argument: string;
  readonly name: string | undefined;
}

/**
 * Names the leaves of a tree by their access path: `y0`, `y0.q`, `parameters[1]`. Everything except lists and plain
 * records is a leaf, including weights of layers. A leaf's own `name`, for example that of a variable, is included.
 */
export function nameLeaves(tree: unknown, path: string): Array<ArgumentName> {
  if (Array.isArray(tree)) return tree.flatMap((item, i) => nameLeaves(item, `${path}[${i}]`));
  if (isRecord(tree)) {
    return Object.entries(tree).flatMap(([key, item]) => {
      const access = /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
      return nameLeaves(item, path + access);
    });
  }
  return [{ argument: path, name: ownName(tree) }];
}

/**
 * Names parameters by the tree that they were given in, if it has the same number of leaves, otherwise by their index.
 */
export function nameParameters(
  parameters: ReadonlyArray<unknown>,
  given: unknown,
): Array<ArgumentName> {
  const named = given === undefined ? [] : nameLeaves(given, "parameters");
  return parameters.map((parameter, i) => ({
    argument:
      named.length === parameters.length ? (named[i]?.argument as string) : `parameters[${i}]`,
    name: ownName(parameter),
  }));
}

function ownName(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || !("name" in value)) return undefined;
  return typeof value.name === "string" && value.name !== "" ? value.name : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
