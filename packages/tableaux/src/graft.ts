/** An unlabelled rooted tree, as used in Runge-Kutta theory. */
export interface RootedTree {
  /** Number of vertices. */
  readonly order: number;
  /** γ, the product of the orders of all subtrees: the weight of the exact solution is 1/γ. */
  readonly density: number;
  /** σ, the number of automorphisms. */
  readonly symmetry: number;
  /** The subtrees of the root; equal subtrees are the same object. */
  readonly children: ReadonlyArray<RootedTree>;
  /** "τ" for the single vertex, "[τ,[τ]]" for a root with the subtrees τ and [τ]. */
  readonly notation: string;
}

/** The tree whose root has these children; equal children must be the same object, and adjacent. */
export function graft(children: ReadonlyArray<RootedTree>): RootedTree {
  let order = 1;
  let density = 1;
  let symmetry = 1;
  let equals = 0;
  children.forEach((child, i) => {
    equals = child === children[i - 1] ? equals + 1 : 1;
    order += child.order;
    density *= child.density;
    symmetry *= child.symmetry * equals;
  });
  const inner = children.map((child) => child.notation).join(",");
  return Object.freeze({
    order,
    density: density * order,
    symmetry,
    children: Object.freeze(children),
    notation: inner === "" ? "τ" : `[${inner}]`,
  });
}
