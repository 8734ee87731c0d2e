import { InvalidStateError } from "./errors/invalid-state-error.js";

/** One array, a list of trees, or a record of trees: the shapes a state may have. */
export type Tree<A> = A | ReadonlyArray<Tree<A>> | { readonly [key: string]: Tree<A> };

/** What remains of a tree when its arrays are taken out. */
export type Structure =
  | { readonly kind: "leaf" }
  | { readonly kind: "list"; readonly items: ReadonlyArray<Structure> }
  | {
      readonly kind: "record";
      readonly keys: ReadonlyArray<string>;
      readonly items: ReadonlyArray<Structure>;
    };

const LEAF: Structure = Object.freeze({ kind: "leaf" });

/**
 * Takes a tree apart into its leaves, depth first, records in the order of their keys.
 *
 * @throws InvalidStateError when something in the tree is neither an array of the engine, a list nor a record.
 * @example
 * const { leaves, structure } = flattenTree({ q: 1, p: [2, 3] }, (x) => typeof x === "number");
 * // leaves: [1, 2, 3]
 */
export function flattenTree<A>(
  tree: Tree<A>,
  isLeaf: (value: unknown) => value is A,
  argument = "y0",
): { readonly leaves: Array<A>; readonly structure: Structure } {
  const leaves: Array<A> = [];
  const structure = collect(tree, isLeaf, leaves, argument);
  return { leaves, structure };
}

function collect<A>(
  tree: unknown,
  isLeaf: (value: unknown) => value is A,
  leaves: Array<A>,
  path: string,
): Structure {
  if (isLeaf(tree)) {
    leaves.push(tree);
    return LEAF;
  }
  if (Array.isArray(tree)) {
    const items = tree.map((item, i) => collect(item, isLeaf, leaves, `${path}[${i}]`));
    return { kind: "list", items };
  }
  if (isRecord(tree)) {
    const keys = Object.keys(tree);
    const items = keys.map((key) => collect(tree[key], isLeaf, leaves, `${path}.${key}`));
    return { kind: "record", keys, items };
  }
  throw new InvalidStateError({
    argument: path,
    value: tree,
    problem: "is neither an array of the backend, a list of such, nor a record of such",
    remedy: "Pass a tensor (for the float64 backend a Float64Array), or nest them in [] or {}.",
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Puts leaves back into a tree; the inverse of {@link flattenTree}. */
export function unflattenTree<A>(structure: Structure, leaves: ReadonlyArray<A>): Tree<A> {
  if (structure.kind === "leaf") return leaves[0] as A;
  let next = 0;
  const build = (part: Structure): Tree<A> => {
    if (part.kind === "leaf") return leaves[next++] as A;
    if (part.kind === "list") return part.items.map(build);
    return Object.fromEntries(part.keys.map((key, i) => [key, build(part.items[i] as Structure)]));
  };
  return build(structure);
}

/** Whether two trees have the same nesting and the same keys in the same order. */
export function sameStructure(a: Structure, b: Structure): boolean {
  return describeStructure(a) === describeStructure(b);
}

/** A structure as it would be written: `*` for an array, `[*, *]`, `{q: *, p: *}`. */
export function describeStructure(structure: Structure): string {
  if (structure.kind === "leaf") return "*";
  const items = structure.items.map(describeStructure);
  if (structure.kind === "list") return `[${items.join(", ")}]`;
  const name = (key: string) => (/^[\w$]+$/.test(key) ? key : JSON.stringify(key));
  return `{${structure.keys.map((key, i) => `${name(key)}: ${items[i]}`).join(", ")}}`;
}
