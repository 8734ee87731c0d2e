import type {
  ButcherTableau,
  Method,
  Problem,
  Reading,
  State,
  StepSizeController,
} from "@symplectic-adjoint/core";
import { type AccountingBackend, accountingBackend } from "../accounting/accounting-backend.js";
import type { NumberArray } from "../accounting/ledger.js";
import { splitDynamics } from "../accounting/split-dynamics.js";
import { type DynamicsCall, watchedDynamics } from "../accounting/watched-dynamics.js";
import { fixedSteps } from "../controllers/fixed-steps.js";
import type { GridCotangents, PlainSteps } from "../oracles/plain-steps.js";
import type { TestProblem } from "../problems/test-problem.js";
import { smallTableaux } from "../tableaux/small-tableaux.js";

/** A test case for adjoints. */
export interface AdjointCase {
  readonly func: TestProblem;
  readonly times: ReadonlyArray<number>;
  readonly tableau?: ButcherTableau;
  readonly controller?: StepSizeController;
  readonly tolerance?: number;
  readonly jumpT?: ReadonlyArray<number>;
  readonly maxNumSteps?: number;
  /** Called before every use of f; f throws its errors. */
  readonly onCall?: ((call: DynamicsCall) => void) | undefined;
}

/** A problem on a separate accounting backend, and its result. */
export interface AdjointFixture {
  readonly backend: AccountingBackend;
  readonly problem: Problem<NumberArray>;
  readonly tableau: ButcherTableau;
  /** The steps accepted so far. */
  readonly taken: Array<PlainSteps[number]>;
  /** Number of elements of each leaf of the parameters. */
  readonly parameterSizes: ReadonlyArray<number>;
}

/** Sets up a case. */
export type NewFixture = (given: AdjointCase) => AdjointFixture;

/**
 * Fixtures whose methods are created from tableaux by this function. State and parameters of their problems are split
 * into two leaves each if they contain more than one number.
 */
export function adjointFixtures(methodOf: (tableau: ButcherTableau) => Method): NewFixture {
  return (given) => newFixture(given, methodOf);
}

function newFixture(
  {
    func,
    times,
    tableau = smallTableaux.rk4,
    controller = fixedSteps(0.25),
    tolerance = 1e-2,
    jumpT = [],
    maxNumSteps = 1000,
    onCall = () => {},
  }: AdjointCase,
  methodOf: (tableau: ButcherTableau) => Method,
): AdjointFixture {
  const backend = accountingBackend();
  const sizes = { state: twoParts(func.y0.length), parameters: twoParts(func.parameters.length) };
  const dynamics = watchedDynamics(splitDynamics(backend, func, sizes), onCall);
  const taken: Array<PlainSteps[number]> = [];
  const each = sizes.state.map(() => tolerance);
  const [first = 0] = sizes.state;
  const problem: Problem<NumberArray> = {
    backend,
    dynamics,
    y0: [func.y0.slice(0, first), func.y0.slice(first)]
      .slice(0, sizes.state.length)
      .map(backend.array),
    times,
    method: methodOf(tableau),
    controller,
    tolerances: { rtol: each, atol: each },
    stepT: [],
    jumpT,
    maxNumSteps,
    readsScalars: true,
    onStep: ({ t, h, accepted }) => {
      if (accepted) taken.push({ t, h });
    },
  };
  return { backend, problem, tableau, taken, parameterSizes: sizes.parameters };
}

function twoParts(length: number): ReadonlyArray<number> {
  if (length === 0) return [];
  return length > 1 ? [1, length - 1] : [length];
}

/** Runs a computation to its end. Read errors are thrown into the computation. */
export function drive<T>(
  reading: Reading<T, NumberArray>,
  backend: Pick<AccountingBackend, "readSync">,
): T {
  let turn = reading.next(0);
  while (!turn.done) {
    let value = 0;
    try {
      if (turn.value !== undefined && "scalar" in turn.value)
        value = backend.readSync(turn.value.scalar);
    } catch (error) {
      turn = reading.throw(error);
      continue;
    }
    turn = reading.next(value);
  }
  return turn.value;
}

/** A row of numbers, split into the leaves of the state. */
export function stateOf(
  { backend, problem }: AdjointFixture,
  row: ReadonlyArray<number> | undefined,
): State<NumberArray> | undefined {
  if (row === undefined) return undefined;
  let end = 0;
  return problem.y0.map(({ values: { length } }) => {
    end += length;
    return backend.array(row.slice(end - length, end));
  });
}

/** The numbers of all leaves, concatenated. */
export function numbersOf(state: State<NumberArray>): ReadonlyArray<number> {
  return state.flatMap(({ values }) => values);
}

/** Cotangents of the outputs, converted to cotangents of the corresponding grid points. */
export function atGridPoints(
  { problem: { times }, taken }: AdjointFixture,
  rows: ReadonlyArray<ReadonlyArray<number> | undefined>,
): GridCotangents {
  const starts = taken.map(({ t }) => t);
  const grid = new Array<ReadonlyArray<number> | undefined>(taken.length + 1).fill(undefined);
  rows.forEach((row, output) => {
    const last = output > 0 && output === times.length - 1;
    grid[last ? taken.length : starts.indexOf(times[output] as number)] = row;
  });
  return grid;
}
