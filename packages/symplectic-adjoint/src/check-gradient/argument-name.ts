/** How an array among the arguments is called: by where it stands, and by its own name if it has one. */
export interface ArgumentName {
  readonly argument: string;
  readonly name: string | undefined;
}

/**
 * Names the leaves of a tree by how they would be reached: `y0`, `y0.q`, `parameters[1]`. Whatever is no list and no plain
 * record is a leaf, so that weights of layers are, too. An own `name`, as variables have, is told as well.
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
 * Names parameters: by the tree that they were given in, where it has as many leaves, or by their index.
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
