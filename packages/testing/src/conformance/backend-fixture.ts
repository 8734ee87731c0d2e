import type { Backend, State } from "@symplectic-adjoint/core";
import { expect } from "vitest";
import type { HostState } from "./host-state.js";

/** A backend under test, with its expected properties. */
export interface BackendFixture<A> {
  readonly backend: Backend<A>;
  /** Largest relative error of a result. */
  readonly tolerance: number;
  /** Whether arrays keep their shape, or always have one axis. */
  readonly keepsShape: boolean;
}

/** A state of the backend, from the host. */
export function upload<A>({ backend }: BackendFixture<A>, state: HostState): State<A> {
  return state.map(({ values, shape }) => backend.fromHost(values, shape));
}

/** A retained state of the backend, from the host; to be released. */
export function keep<A>(fixture: BackendFixture<A>, state: HostState): State<A> {
  let kept: State<A> = [];
  survive(fixture, () => {
    kept = fixture.backend.retain(upload(fixture, state));
    return [];
  });
  return kept;
}

/** The values of the arrays of a state, which is not changed. */
export function download<A>(
  { backend }: BackendFixture<A>,
  state: State<A>,
): Promise<ReadonlyArray<ArrayLike<number>>> {
  return Promise.all(state.map((array) => backend.toHost(array)));
}

/** The result of `body` in its own scope, on the host; frees everything. */
export async function computed<A>(
  fixture: BackendFixture<A>,
  body: () => State<A>,
): Promise<ReadonlyArray<ArrayLike<number>>> {
  const state = survive(fixture, body);
  const values = await download(fixture, state);
  fixture.backend.release(state);
  return values;
}

/** The number that `body` computes in its own scope; frees everything. */
export async function computedScalar<A>(
  fixture: BackendFixture<A>,
  body: () => A | number,
): Promise<number> {
  const { backend } = fixture;
  let scalar: A | number = Number.NaN;
  const survivors = survive(fixture, () => {
    scalar = body();
    return typeof scalar === "number" ? [] : [scalar];
  });
  const value = await backend.read(scalar);
  backend.release(survivors);
  return value;
}

/** The result of `body` in its own scope, as the scope's survivor. */
export function survive<A>({ backend }: BackendFixture<A>, body: () => State<A>): State<A> {
  backend.openScope();
  let survivors: ReadonlyArray<State<A>> = [];
  try {
    const state = body();
    survivors = [state];
    return state;
  } finally {
    backend.closeScope(survivors);
  }
}

/** Compares leaf by leaf; `magnitudes` contains the magnitudes of the terms summed in each component. */
export function expectClose(
  actual: ReadonlyArray<ArrayLike<number>>,
  expected: HostState,
  magnitudes: HostState,
  tolerance: number,
): void {
  expect(actual.map(({ length }) => length)).toEqual(expected.map(({ values }) => values.length));
  expected.forEach(({ values }, leaf) => {
    values.forEach((value, i) => {
      const error = Math.abs((actual[leaf]?.[i] as number) - value);
      const bound = tolerance * (magnitudes[leaf]?.values[i] as number);
      if (!(error <= bound))
        expect.fail(
          `component ${i} of leaf ${leaf} is ${actual[leaf]?.[i]} instead of ${value}, off by more than ${bound}`,
        );
    });
  });
}

/** Compares leaf by leaf, exactly. */
export function expectSame(actual: ReadonlyArray<ArrayLike<number>>, expected: HostState): void {
  expect(actual.map((values) => Array.from(values))).toEqual(
    expected.map(({ values }) => Array.from(values)),
  );
}
