import { isPlainObject } from "../checks/is-plain-object.js";
import { InvalidStateError } from "../errors/plain-errors.js";

/** One array, a list of trees, or a record of trees: the structures a state may have. */
export type Tree<A> = A | ReadonlyArray<Tree<A>> | { readonly [key: string]: Tree<A> };

/** The nesting of a tree, without its arrays. */
export type Structure =
  | { readonly kind: "leaf" }
  | { readonly kind: "list"; readonly items: ReadonlyArray<Structure> }
  | {
      readonly kind: "record";
      readonly keys: ReadonlyArray<string>;
      readonly items: ReadonlyArray<Structure>;
    };

const LEAF: Structure = Object.freeze({ kind: "leaf" });

/** Maximum nesting depth; deeper values are treated as circular, before recursion overflows the stack. */
const DEEPEST = 256;
/** Maximum number of nodes: a few objects that refer to each other can produce an endless traversal. */
const MOST_PLACES = 2 ** 20;

/**
 * Flattens a tree to its leaves, depth first, records in the order of their keys. The work is proportional to the
 * number of leaves for any tree.
 *
 * @throws InvalidStateError if a part of the tree is neither an array of the backend, a list nor a record, or if the
 * tree is nested more than 256 deep or has more than a million nodes.
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
  /** Path from the root to the current node. */
  const path: Array<string> = [];
  let places = 0;

  function visit(part: unknown): Structure {
    if (isLeaf(part)) {
      leaves.push(part);
      return LEAF;
    }
    if (path.length > DEEPEST)
      throw wrong(part, `is nested more than ${DEEPEST} deep, or is circular`);
    if (Array.isArray(part)) {
      const items: Array<Structure> = [];
      // By index, so that holes are detected.
      for (let i = 0; i < part.length; i++) items.push(within(`[${i}]`, part[i]));
      return { kind: "list", items };
    }
    if (isPlainObject(part)) {
      const keys = Object.keys(part);
      const values = part as Readonly<Record<string, unknown>>;
      return { kind: "record", keys, items: keys.map((key) => within(`.${key}`, values[key])) };
    }
    throw wrong(part, "is neither an array of the backend, a list of such, nor a record of such");
  }

  function within(step: string, part: unknown): Structure {
    if (++places > MOST_PLACES) throw wrong(part, "is one of more than a million arrays");
    path.push(step);
    const structure = visit(part);
    path.pop();
    return structure;
  }

  function wrong(value: unknown, problem: string): InvalidStateError {
    const remedy =
      "Pass a tensor (for the float64 backend a Float64Array), or nest them in [] or {}.";
    // Truncate the path: its beginning is enough to locate the value.
    const place = path.length > 16 ? [...path.slice(0, 16), "…"] : path;
    return new InvalidStateError({ argument: argument + place.join(""), value, problem, remedy });
  }

  return { leaves, structure: visit(tree) };
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
  if (a === b) return true;
  if (a.kind === "leaf" || b.kind === "leaf" || a.kind !== b.kind) return a.kind === b.kind;
  if (a.items.length !== b.items.length) return false;
  if (a.kind === "record" && !a.keys.every((key, i) => key === (b as typeof a).keys[i]))
    return false;
  return a.items.every((item, i) => sameStructure(item, b.items[i] as Structure));
}

/** A structure as written in code: `*` for an array, `[*, *]`, `{q: *, p: *}`. */
export function describeStructure(structure: Structure): string {
  if (structure.kind === "leaf") return "*";
  const items = structure.items.map(describeStructure);
  if (structure.kind === "list") return `[${items.join(", ")}]`;
  const name = (key: string) => (/^[\w$]+$/.test(key) ? key : JSON.stringify(key));
  return `{${structure.keys.map((key, i) => `${name(key)}: ${items[i]}`).join(", ")}}`;
}
