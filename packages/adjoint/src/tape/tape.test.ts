import { newPassStatistics } from "@symplectic-adjoint/core";
import { accountingBackend, accountingDynamics, decay } from "@symplectic-adjoint/testing";
import { expect, test } from "vitest";
import { newTape } from "./tape.js";

function setUp() {
  const backend = accountingBackend();
  const func = decay({ y0: [1, 2], parameters: [3] });
  const dynamics = accountingDynamics(backend, func);
  const y0 = [backend.array(func.y0)];
  const pass = newPassStatistics();
  const tape = newTape({ backend, dynamics }, pass);
  return { backend, tape, pass, y0, before: backend.live() };
}

const values = (taped: { readonly state: ReadonlyArray<{ values: ReadonlyArray<number> }> }) =>
  taped.state[0]?.values;

test("A tape computes what bare states would, and numbers the values as they come.", () => {
  const { tape, y0, pass } = setUp();
  const { begin, evaluate, linearCombination } = tape.operations;
  const y = begin(y0);
  const k = evaluate(0, y);
  const next = linearCombination(y, 2, [0.5], [k]);
  expect([y, k, next].map(values)).toEqual([
    [1, 2],
    [3, 6],
    [4, 8],
  ]);
  expect([y, k, next].map(({ id }) => id)).toEqual([0, 1, 2]);
  expect(pass).toEqual({ ...newPassStatistics(), evaluations: 1, recorded: 1 });
});

test("It remembers of combinations their coefficients, and of evaluations the record.", () => {
  const { tape, y0 } = setUp();
  const { begin, evaluate, linearCombination } = tape.operations;
  const y = begin(y0);
  const k = evaluate(0, y);
  linearCombination(y, 2, [0.5], [k]);
  expect(tape.nodes).toMatchObject([
    { kind: "start" },
    { kind: "evaluation", y: 0 },
    { kind: "combination", base: 0, scale: 2, weights: [0.5], terms: [1] },
  ]);
});

test("Stages that were left out are holes among the terms, of weight zero.", () => {
  const { tape, y0 } = setUp();
  const { begin, evaluate, linearCombination, statesOf } = tape.operations;
  const y = begin(y0);
  const k = new Array<typeof y>(3);
  k[0] = evaluate(0, y);
  k[2] = evaluate(1, y);
  expect(values(linearCombination(y, 1, [1, 0, 1], k))).toEqual([7, 14]);
  const node = tape.nodes.at(-1);
  expect(node).toMatchObject({ kind: "combination", weights: [1, 0, 1] });
  if (node?.kind === "combination") expect([node.terms[0], node.terms[2]]).toEqual([1, 2]);
  expect(statesOf([y, k[2]])).toEqual([y.state, k[2].state]);
});

test("It begins with a copy of the state, which is its caller's to release.", () => {
  const { tape, y0, backend, before } = setUp();
  const { state } = tape.operations.begin(y0);
  expect(tape.operations.stateOf({ state, id: 0 })).toBe(state);
  backend.release(state);
  expect(backend.live()).toBe(before);
  expect(y0[0]?.freed).toBe(false);
});

test("A rollback frees the records since the mark, and only these; a release all.", () => {
  const { tape, y0, backend } = setUp();
  const { begin, evaluate, mark, rollback } = tape.operations;
  backend.openScope();
  const y = begin(y0);
  evaluate(0, y);
  const place = mark();
  expect(place).toBe(2);
  evaluate(0.5, y);
  evaluate(1, y);
  backend.release(y.state);
  backend.closeScope([]);
  const withThree = backend.live();
  rollback(place);
  // A record of the books is a copy of its state, and itself.
  expect(withThree - backend.live()).toBe(2 * 2);
  expect(tape.nodes).toHaveLength(2);
  tape.release();
  expect(withThree - backend.live()).toBe(3 * 2);
  expect(tape.nodes).toEqual([]);
  tape.release();
  expect(withThree - backend.live()).toBe(3 * 2);
});
