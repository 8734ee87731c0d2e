import {
  isReading,
  type Method,
  newPassStatistics,
  type StepOperations,
  type StepProblem,
} from "@symplectic-adjoint/core";

const SPACING = 1 / 16;
/** Methods that are stable farther than this are not limited by stability. */
const FARTHEST = 256;
const bounds = new WeakMap<Method, { readonly value: number | undefined }>();

/**
 * How far a method is stable along the negative real axis: the largest z such that a step of length z of y' = −y does not
 * grow. 3.3 for dopri5. undefined if the method cannot be tried on numbers, or is stable everywhere. Cached.
 */
export function stabilityBound(method: Method): number | undefined {
  const known = bounds.get(method) ?? { value: tryOut(method) };
  bounds.set(method, known);
  return known.value;
}

function tryOut(method: Method): number | undefined {
  if (method.memory) return undefined;
  try {
    const grows = (z: number) => !(Math.abs(growthOf(method, z)) <= 1 + 1e-9);
    let z = SPACING;
    while (!grows(z)) {
      z += SPACING;
      if (z > FARTHEST) return undefined;
    }
    let low = z - SPACING;
    while (z - low > 1e-4) {
      const middle = (low + z) / 2;
      if (grows(middle)) z = middle;
      else low = middle;
    }
    return low;
  } catch {
    // It needs more than the operations of a step: nothing is known.
    return undefined;
  }
}

/** The result of a step of length z of y' = −y from y = 1. */
function growthOf(method: Method, z: number): number {
  const answer = method.attempt<number, number>(PROBLEM, OPERATIONS, {
    t: 0,
    h: z,
    end: z,
    firstStageTime: 0,
    y: 1,
    memory: [],
    startSlope: undefined,
    estimatesError: false,
    handsOver: "no",
  });
  if (isReading(answer)) throw new TypeError("It has to wait.");
  return answer.next;
}

const OPERATIONS: StepOperations<number, number> = {
  pass: newPassStatistics(),
  begin: ([y0]) => y0 as number,
  evaluate: (_, y) => -y,
  linearCombination: (base, scale, weights, terms) =>
    base + scale * weights.reduce((sum, weight, j) => sum + weight * (terms[j] ?? 0), 0),
  retain: (value) => value,
  stateOf: (value) => [value],
  statesOf: (values) => values.map((value) => [value]),
  mark: () => 0,
  rollback: () => {},
};

/** A method uses no more of a backend than its scopes, besides the operations of a step. */
const PROBLEM = {
  backend: { openScope() {}, closeScope() {}, release() {} },
  tolerances: { rtol: [0], atol: [1] },
  readsScalars: false,
} as unknown as StepProblem<number>;
