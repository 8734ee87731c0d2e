import { InvalidArgumentError } from "@symplectic-adjoint/core";
import { arrayTypeOf } from "../values/array-types.js";
import type { GradientArray, GradientTree } from "./gradient-tree.js";

/**
 * Adds gradients to others, in place.
 *
 * @throws InvalidArgumentError if their structures, types or lengths differ, or they contain something else than
 *   arrays of floating-point numbers.
 */
export function addGradients(to: GradientTree, from: GradientTree): void {
  if (isArray(to)) {
    if (!isArray(from) || arrayTypeOf(to) !== arrayTypeOf(from) || to.length !== from.length)
      throw different(from);
    for (let i = 0; i < to.length; i++) to[i] = (to[i] as number) + (from[i] as number);
    return;
  }
  const names = namesOf(to);
  if (isArray(from) || Array.isArray(to) !== Array.isArray(from)) throw different(from);
  if (names.join() !== namesOf(from).join()) throw different(from);
  for (const name of names) addGradients(child(to, name), child(from, name));
}

/** Calls `visit` for each array of a tree. */
export function forEachArray(tree: GradientTree, visit: (array: GradientArray) => void): void {
  if (isArray(tree)) visit(tree);
  else for (const name of namesOf(tree)) forEachArray(child(tree, name), visit);
}

function isArray(tree: GradientTree): tree is GradientArray {
  if (typeof tree !== "object" || tree === null) throw different(tree);
  const type = arrayTypeOf(tree);
  if (type === undefined) return false;
  if (type !== "Float64Array" && type !== "Float32Array") throw different(tree);
  return true;
}

function namesOf(tree: GradientTree): ReadonlyArray<string> {
  return Object.keys(tree).sort();
}

function child(tree: GradientTree, name: string): GradientTree {
  return (tree as Readonly<Record<string, GradientTree>>)[name] as GradientTree;
}

function different(value: unknown): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: "The gradients of a shard",
    value,
    problem: "must be Float64Arrays or Float32Arrays, in the same structure for every shard",
    remedy: "Return { loss, gradients } with the same names and lengths for any number of samples.",
  });
}
