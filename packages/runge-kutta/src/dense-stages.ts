import { type ButcherTableau, interpolantOf } from "@symplectic-adjoint/core";

/**
 * The stages of a method followed by those that only its dense output needs, which has the weights
 * w_i(θ) = Σ_p weights_ip θ^p.
 */
export interface DenseStages {
  /** Row i has the coefficients of stage i, left of the diagonal. */
  readonly a: ReadonlyArray<ReadonlyArray<number>>;
  readonly c: ReadonlyArray<number>;
  readonly weights: ReadonlyArray<ReadonlyArray<number>>;
  /** Order of the interpolated state. */
  readonly order: number;
  /** The number of stages. */
  readonly count: number;
  /** Whether a stage has a weight: it is one of the slopes that an attempt keeps. */
  readonly isSlope: ReadonlyArray<boolean>;
  /** Whether a slope depends on a stage, or is that stage. */
  readonly isNeeded: ReadonlyArray<boolean>;
  /** The stage that is f just before the end of the step at the result, with which the next step can start. */
  readonly end: number | undefined;
}

const extended = new WeakMap<ButcherTableau, DenseStages>();

/** The stages of a tableau with those of its dense output; computed when they are first asked for, and cached. */
export function denseStages(tableau: ButcherTableau): DenseStages {
  let dense = extended.get(tableau);
  if (dense === undefined) {
    dense = extend(tableau);
    extended.set(tableau, dense);
  }
  return dense;
}

function extend(tableau: ButcherTableau): DenseStages {
  const interpolant = interpolantOf(tableau);
  // Copies, because the tableau's lists may be frozen, and V8 boxes the numbers of frozen lists.
  const a = [...tableau.a, ...interpolant.a].map((row) => [...row]);
  const weights = interpolant.weights.map((row) => [...row]);
  const isSlope = weights.map((row) => row.some((x) => x !== 0));
  const isNeeded = [...isSlope];
  for (let i = a.length - 1; i >= 0; i--)
    isNeeded[i] ||= a.some((row, j) => isNeeded[j] === true && (row[i] ?? 0) !== 0);
  return {
    a,
    c: [...tableau.c, ...interpolant.c],
    weights,
    order: interpolant.order,
    count: a.length,
    isSlope,
    isNeeded,
    end: tableau.fsal ? tableau.stages - 1 : endStage(tableau, a),
  };
}

/** The stage after those of the method whose row is b: its state is the result, and c = Σ b = 1. */
function endStage(
  { b, stages }: ButcherTableau,
  a: ReadonlyArray<ReadonlyArray<number>>,
): number | undefined {
  const end = a.findIndex((row, i) => i >= stages && row.every((x, j) => x === (b[j] ?? 0)));
  return end < 0 ? undefined : end;
}
