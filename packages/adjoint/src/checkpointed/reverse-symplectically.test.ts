import {
  type FusedReversal,
  type FusedSteps,
  newPassStatistics,
  type Step,
} from "@symplectic-adjoint/core";
import {
  type AdjointFixture,
  lotkaVolterra,
  type NumberArray,
  numbersOf,
  smallTableaux,
} from "@symplectic-adjoint/testing";
import { expect, test } from "vitest";
import { adjointFixture } from "../../test/support/adjoint-fixture.js";
import { gradientSink } from "../pullback/gradient-sink.js";
import { reverseSymplectically } from "./reverse-symplectically.js";

const tableau = smallTableaux.bosh3;
const step: Step = {
  t: 0,
  h: 0.5,
  end: 0.5,
  firstStageTime: 0,
  reusesLastStage: false,
  outputs: [{ index: 1, theta: 1 }],
};

/** What one step is reversed with; the cotangent of its end is (1, 2). */
function setUp(fusedSteps?: FusedSteps<NumberArray>, wrt: ReadonlyArray<number> = [0, 1]) {
  const fixture: AdjointFixture = adjointFixture({
    func: lotkaVolterra(),
    times: [0, 0.5],
    tableau,
  });
  const { backend, problem: plain } = fixture;
  const problem = { ...plain, dynamics: { ...plain.dynamics, fusedSteps } };
  const parameters = wrt.map((i) => plain.dynamics.parameters[i] as NumberArray);
  const pass = newPassStatistics();
  const sink = gradientSink(backend, plain.y0, parameters);
  const cotangents = [undefined, [backend.array([1]), backend.array([2])]];
  return { problem, pass, sink, context: { problem, steps: [step], cotangents, wrt, pass, sink } };
}

/** Fused steps that answer with what they are told to, and remember what they were asked. */
function answering(problem: () => AdjointFixture["backend"]) {
  const asked: Array<FusedReversal<NumberArray>> = [];
  const fusedSteps: FusedSteps<NumberArray> = {
    attempt() {
      throw new Error("One step is reversed from its start: none is taken.");
    },
    reverse(_, reversal) {
      asked.push(reversal);
      const make = (...values: ReadonlyArray<number>) => problem().array(values);
      return { lambda: [make(5), make(6)], theta: [make(7), make(8, 9, 10)] };
    },
  };
  return { fusedSteps, asked };
}

test("A step is reversed in one call, where the backend offers it and all parameters are wanted.", () => {
  const { fusedSteps, asked } = answering(() => made.problem.backend as AdjointFixture["backend"]);
  const made = setUp(fusedSteps);
  const { context, problem, sink } = made;
  reverseSymplectically(context, problem.y0, 0, 1);
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({ step, y: problem.y0, theta: undefined });
  expect(numbersOf(sink.lambda ?? [])).toEqual([5, 6]);
  expect(numbersOf(sink.theta ?? [])).toEqual([7, 8, 9, 10]);
});

test("It counts as many evaluations as stage by stage.", () => {
  const { fusedSteps } = answering(() => made.problem.backend as AdjointFixture["backend"]);
  const made = setUp(fusedSteps);
  reverseSymplectically(made.context, made.problem.y0, 0, 1);
  const plain = setUp();
  reverseSymplectically(plain.context, plain.problem.y0, 0, 1);
  expect(made.pass).toEqual(plain.pass);
  expect(plain.pass).toMatchObject({ evaluations: 2 * 3 - 1, recorded: 3, vjps: 3 });
});

test("For some of the parameters alone it goes stage by stage.", () => {
  const { fusedSteps, asked } = answering(() => made.problem.backend as AdjointFixture["backend"]);
  const made = setUp(fusedSteps, [1]);
  reverseSymplectically(made.context, made.problem.y0, 0, 1);
  expect(asked).toEqual([]);
  const plain = setUp();
  reverseSymplectically(plain.context, plain.problem.y0, 0, 1);
  expect(numbersOf(made.sink.lambda ?? [])).toEqual(numbersOf(plain.sink.lambda ?? []));
  expect(numbersOf(made.sink.theta ?? [])).toEqual(numbersOf(plain.sink.theta ?? []).slice(1));
});

test("With no cotangent so far a step costs nothing.", () => {
  const { context, problem, pass, sink } = setUp();
  reverseSymplectically({ ...context, cotangents: [] }, problem.y0, 0, 1);
  expect(pass).toEqual(newPassStatistics());
  expect(sink.survivors()).toEqual([]);
});

test("From stage to stage it holds more by a stage's own states alone; its cotangent is freed.", () => {
  const { context, problem } = setUp();
  const backend = problem.backend as AdjointFixture["backend"];
  const live: Array<number> = [];
  const dynamics = {
    ...problem.dynamics,
    pullback(...args: Parameters<typeof problem.dynamics.pullback>) {
      live.push(backend.live());
      return problem.dynamics.pullback(...args);
    },
  };
  reverseSymplectically({ ...context, problem: { ...problem, dynamics } }, problem.y0, 0, 1);
  const [first = 0, second = 0, third = 0] = live;
  // Two leaves each of f and of its cotangent, and once two of the parameters'.
  expect(second - first).toBeLessThanOrEqual(2 + 2 + 2);
  expect(third - second).toBeLessThanOrEqual(2 + 2);
});
