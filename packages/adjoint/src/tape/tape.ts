import type {
  Linearization,
  PassStatistics,
  Problem,
  State,
  StepOperations,
} from "@symplectic-adjoint/core";

/** A state recorded on a tape. */
export interface TapedState<A> {
  readonly state: State<A>;
  readonly id: number;
}

/** Tape entry of one value; the value itself is not stored. Its index is the value's id. */
export type TapeNode<A> =
  | { readonly kind: "start" }
  | {
      readonly kind: "combination";
      readonly base: number;
      readonly scale: number;
      readonly weights: ReadonlyArray<number>;
      readonly terms: ReadonlyArray<number>;
    }
  | { readonly kind: "evaluation"; readonly y: number; readonly linearization: Linearization<A> };

/** A tape for the two operations of a step: evaluations of f and linear combinations. */
export interface Tape<A> {
  readonly operations: StepOperations<TapedState<A>, A>;
  readonly nodes: Array<TapeNode<A>>;
  /** Frees all remaining records. */
  release(): void;
}

/**
 * A tape that records every evaluation of f, on any backend: the pullback of a linear combination needs only its
 * coefficients, that of an evaluation the backend's record.
 *
 * Memory: one record of f per evaluation. Evaluations are counted in `pass`.
 */
export function newTape<A>(
  { backend, dynamics }: Pick<Problem<A>, "backend" | "dynamics">,
  pass: PassStatistics,
): Tape<A> {
  const nodes: Array<TapeNode<A>> = [];
  const push = (state: State<A>, node: TapeNode<A>): TapedState<A> => {
    nodes.push(node);
    return { state, id: nodes.length - 1 };
  };
  const truncate = (length: number) => {
    for (const node of nodes.splice(length))
      if (node.kind === "evaluation") node.linearization.release();
  };
  const operations: StepOperations<TapedState<A>, A> = {
    pass,
    begin: (y0) => push(backend.retain(y0), { kind: "start" }),
    evaluate(t, y) {
      pass.evaluations++;
      pass.recorded++;
      const linearization = dynamics.record(t, y.state);
      return push(linearization.value, { kind: "evaluation", y: y.id, linearization });
    },
    linearCombination(base, scale, weights, terms) {
      const states = terms.map((term) => term?.state as State<A>);
      const state = backend.linearCombination(base.state, scale, weights, states);
      const ids = terms.map((term) => term?.id ?? -1);
      return push(state, { kind: "combination", base: base.id, scale, weights, terms: ids });
    },
    retain: ({ state, id }) => ({ state: backend.retain(state), id }),
    stateOf: (value) => value.state,
    statesOf: (values) => values.map((value) => value?.state as State<A>),
    mark: () => nodes.length,
    rollback: truncate,
  };
  return { operations, nodes, release: () => truncate(0) };
}
