// biome-ignore-all lint/style/useConsistentArrayType: The compiler expands Array<T> and mapped lists eagerly, T[]
// lazily: recursive types such as Tree terminate only with T[].
import type { Tree } from "./tree.js";

/**
 * What `Y` must extend to be a tree of arrays of type `A`: a tree, or an interface, a class or a tuple whose fields are
 * trees. Optional fields are rejected where the type shows them: an absent field has no derivative.
 *
 * @example
 * interface Pendulum { q: Tensor; p: Tensor }
 * declare function states<const Y extends TreeOf<Tensor, Y>>(y: Y): void; // takes a Pendulum, which has no index signature
 */
export type TreeOf<A, Y> = Tree<A> | (object & { readonly [K in keyof Y]-?: FieldOf<A, Y[K]> });

/** What a field within a state must extend: a tree of arrays of type `A`, without optional fields. */
export type FieldOf<A, V> = V extends A
  ? V
  : V extends (...args: never) => unknown
    ? never
    : V extends ReadonlyArray<infer E>
      ? number extends V["length"]
        ? readonly FieldOf<A, E>[]
        : { readonly [K in keyof V]: FieldOf<A, V[K]> }
      : V extends object
        ? { readonly [K in keyof V]-?: FieldOf<A, V[K]> }
        : never;

/** `Y` with leaves of type `A` and mutable lists: a new tree of the same structure. */
export type WithLeaves<A, Y> = Y extends A
  ? A
  : Y extends ReadonlyArray<infer E>
    ? number extends Y["length"]
      ? WithLeaves<A, E>[]
      : { -readonly [K in keyof Y]: WithLeaves<A, Y[K]> }
    : { [K in keyof Y]: WithLeaves<A, Y[K]> };

/**
 * Values accepted where the structure of `Y` is required: records of the same fields, lists for tuples. The length of
 * lists is checked at run time.
 */
export type Alike<A, Y> = Y extends A
  ? A
  : Y extends ReadonlyArray<infer E>
    ? readonly Alike<A, E>[]
    : Y extends Required<Y>
      ? { readonly [K in keyof Y]: Alike<A, Y[K]> }
      : "a state must not have optional fields";
