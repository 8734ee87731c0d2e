import type {
  Linearization,
  PassStatistics,
  Problem,
  State,
  StepOperations,
  StepSpan,
} from "@symplectic-adjoint/core";
import { stagePlace } from "./stage-place.js";

/** A state recorded on a tape. */
export interface TapedState<A> {
  readonly state: State<A>;
  readonly id: number;
}

/** A step attempt during which values were recorded. */
export interface TapedAttempt extends StepSpan {
  readonly firstStageTime: number;
  /** The number of evaluations so far. */
  evaluations: number;
  /** The index of the step, if it was accepted. */
  step: number | undefined;
}

/** Tape entry of one value. Its index is the value's id. */
export type TapeNode<A> = (
  | { readonly kind: "start" }
  | {
      readonly kind: "combination";
      readonly base: number;
      readonly scale: number;
      readonly weights: ReadonlyArray<number>;
      readonly terms: ReadonlyArray<number>;
    }
  | {
      readonly kind: "evaluation";
      readonly y: number;
      /** Its time is t + c h, for the ends t and t + h of the step. */
      readonly c: number;
      readonly linearization: Linearization<A>;
    }
) & {
  /** The attempt in which it was recorded, if attempts are told to the tape. */
  readonly attempt?: TapedAttempt | undefined;
  /** The value, if it is kept. */
  value?: State<A> | undefined;
};

/** A tape for the two operations of a step: evaluations of f and linear combinations. */
export interface Tape<A> {
  readonly operations: StepOperations<TapedState<A>, A>;
  readonly nodes: Array<TapeNode<A>>;
  /** What is recorded from now on belongs to this attempt. */
  enter(attempt: TapedAttempt): void;
  /** Keeps a value until its data are freed. */
  keep(value: TapedState<A>): void;
  /** Frees the data of a value. */
  free(id: number): void;
  /** Frees all remaining records. */
  release(): void;
}

/**
 * A tape that records every evaluation of f, on any backend: the pullback of a linear combination needs only its
 * coefficients, that of an evaluation the backend's record.
 *
 * Memory: one record of f per evaluation. Evaluations are counted in `pass`.
 *
 * @param keepsTimes Whether gradients for times may be requested: slopes are then kept, and records of f that can be
 * differentiated for t.
 */
export function newTape<A>(
  { backend, dynamics }: Pick<Problem<A>, "backend" | "dynamics">,
  pass: PassStatistics,
  keepsTimes = false,
): Tape<A> {
  const nodes: Array<TapeNode<A>> = [];
  let attempt: TapedAttempt | undefined;
  const push = (state: State<A>, node: TapeNode<A>): TapedState<A> => {
    nodes.push(attempt === undefined ? node : { ...node, attempt });
    return { state, id: nodes.length - 1 };
  };
  const freeNode = (node: TapeNode<A>) => {
    if (node.kind === "evaluation") node.linearization.release();
    if (node.value !== undefined) backend.release(node.value);
    node.value = undefined;
  };
  const truncate = (length: number) => {
    for (const node of nodes.splice(length)) freeNode(node);
  };
  const operations: StepOperations<TapedState<A>, A> = {
    pass,
    begin: (y0) => push(backend.retain(y0), { kind: "start" }),
    evaluate(t, y) {
      pass.evaluations++;
      pass.recorded++;
      const linearization = keepsTimes
        ? dynamics.record(t, y.state, true)
        : dynamics.record(t, y.state);
      const c = attempt === undefined ? 0 : stagePlace(t, attempt);
      if (attempt !== undefined) attempt.evaluations++;
      return push(linearization.value, { kind: "evaluation", y: y.id, c, linearization });
    },
    linearCombination(base, scale, weights, terms) {
      const states = terms.map((term) => term?.state as State<A>);
      const state = backend.linearCombination(base.state, scale, weights, states);
      const ids = terms.map((term) => term?.id ?? -1);
      if (keepsTimes) keepTerms(weights, terms);
      return push(state, { kind: "combination", base: base.id, scale, weights, terms: ids });
    },
    retain: ({ state, id }) => ({ state: backend.retain(state), id }),
    stateOf: (value) => value.state,
    statesOf: (values) => values.map((value) => value?.state as State<A>),
    mark: () => nodes.length,
    rollback: truncate,
  };
  const keep = ({ id, state }: TapedState<A>) => {
    const node = nodes[id] as TapeNode<A>;
    node.value ??= backend.retain(state);
  };
  return {
    operations,
    nodes,
    keep,
    enter(next) {
      attempt = next;
    },
    free: (id) => freeNode(nodes[id] as TapeNode<A>),
    release: () => truncate(0),
  };

  function keepTerms(weights: ReadonlyArray<number>, terms: ReadonlyArray<TapedState<A>>): void {
    weights.forEach((weight, j) => {
      if (weight !== 0) keep(terms[j] as TapedState<A>);
    });
  }
}
