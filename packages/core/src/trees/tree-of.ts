// biome-ignore-all lint/style/useConsistentArrayType: The compiler expands Array<T> and mapped lists at once, and T[] when
// it is asked for: only with that do types that contain themselves, such as Tree, come to an end.
import type { Tree } from "./tree.js";

/**
 * What `Y` must extend to be a tree of arrays of type `A`: a tree, or an interface, a class or a tuple whose fields are
 * trees. Optional fields are refused where they can be told: what is absent has no derivative.
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

/** `Y` with leaves of type `A` and lists that may be written to: a new tree of the same structure. */
export type WithLeaves<A, Y> = Y extends A
  ? A
  : Y extends ReadonlyArray<infer E>
    ? number extends Y["length"]
      ? WithLeaves<A, E>[]
      : { -readonly [K in keyof Y]: WithLeaves<A, Y[K]> }
    : { [K in keyof Y]: WithLeaves<A, Y[K]> };

/**
 * Whatever users may pass or return where the structure of `Y` is asked for: records of the same fields, lists for
 * tuples. That a list has the right length is checked at run time.
 */
export type Alike<A, Y> = Y extends A
  ? A
  : Y extends ReadonlyArray<infer E>
    ? readonly Alike<A, E>[]
    : Y extends Required<Y>
      ? { readonly [K in keyof Y]: Alike<A, Y[K]> }
      : "a state must not have optional fields";
