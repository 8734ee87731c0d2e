import { newPassStatistics, type Problem } from "@symplectic-adjoint/core";
import {
  decay,
  elementary,
  fixedSteps,
  type NumberArray,
  smallTableaux,
  watchedDynamics,
} from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { integrate } from "../src/loop/integrate.js";
import type { StepObserver } from "../src/loop/step-observer.js";
import { runSync } from "../src/reading/run-sync.js";
import { plainOperations } from "../src/step/plain-operations.js";
import { accept, reject, scripted } from "./support/controllers.js";
import { type SetupOptions, setUp } from "./support/setup.js";

const rule = { trial: () => 1e-3, choose: () => 0.25 };
/** With a rejected step, a search of the first step, a jump, and outputs along the way. */
const runs: ReadonlyArray<readonly [string, Partial<Problem<NumberArray>>]> = [
  [
    "adaptive steps",
    { controller: { ...scripted(0.25, [accept(0.5), reject(0.125), accept(0.25)]) } },
  ],
  ["a search of the first step", { controller: elementary(rule) }],
  [
    "a norm of the user's own",
    { controller: elementary(rule), norm: (error) => error[0] as NumberArray },
  ],
  ["fixed steps", { controller: fixedSteps(0.125) }],
];

/** A computation of its own, not started; `failing` may replace parts of its problem. */
function start(
  options: SetupOptions,
  failing: (problem: Problem<NumberArray>) => Partial<Problem<NumberArray>> = () => ({}),
  observer: StepObserver<ReadonlyArray<NumberArray>, NumberArray> = {},
) {
  const { backend, problem: plain } = setUp(decay({ y0: [1] }), {
    tableau: smallTableaux.bosh3,
    times: [0, 0.3, 1],
    jumpT: [0.6],
    tolerances: { rtol: [1e-2], atol: [1e-2] },
    ...options,
  });
  const problem = { ...plain, ...failing(plain) };
  const pass = newPassStatistics();
  const before = backend.live();
  const reading = () => integrate(problem, plainOperations(problem, pass), { pass }, observer);
  return { backend, before, reading };
}

/** Fails the n-th call of what it returns, counting from 1. */
function failsAt(n: number): { readonly calls: () => number; readonly call: () => void } {
  let calls = 0;
  return {
    calls: () => calls,
    call() {
      if (++calls === n) throw new RangeError("failed on purpose");
    },
  };
}

/** Fails call after call until a run gets through, and checks after each failure that nothing is left. */
function failAll(
  options: SetupOptions,
  parts: (call: () => void) => {
    readonly failing?: (problem: Problem<NumberArray>) => Partial<Problem<NumberArray>>;
    readonly observer?: StepObserver<ReadonlyArray<NumberArray>, NumberArray>;
  },
): number {
  for (let n = 1; ; n++) {
    const { call, calls } = failsAt(n);
    const { failing, observer } = parts(call);
    const { backend, before, reading } = start(options, failing, observer);
    let outputs: ReadonlyArray<ReadonlyArray<NumberArray>>;
    try {
      outputs = runSync(reading(), backend).outputs;
    } catch (error) {
      expect(error).toEqual(new RangeError("failed on purpose"));
      expect(backend.live(), `after a failure of call ${n}`).toBe(before);
      continue;
    }
    expect(calls()).toBe(n - 1);
    expect(backend.live()).toBe(before + outputs.length);
    return n - 1;
  }
}

describe.each(runs)("With %s nothing is left", (name, options) => {
  test("whichever evaluation of f throws.", () => {
    const evaluations = failAll(options, (call) => ({
      failing: ({ dynamics }) => ({ dynamics: watchedDynamics(dynamics, call) }),
    }));
    expect(evaluations).toBeGreaterThan(9);
  });

  test("whichever step the observer refuses.", () => {
    const steps = failAll(options, (call) => ({ observer: { accepted: call } }));
    expect(steps).toBeGreaterThan(2);
  });

  test("whenever onStep throws.", () => {
    const attempts = failAll(options, (onStep) => ({ failing: () => ({ onStep }) }));
    expect(attempts).toBeGreaterThan(2);
  });

  test("whenever the controller throws.", () => {
    const attempts = failAll(options, (call) => ({
      failing: ({ controller }) => ({
        controller: {
          ...controller,
          next(state, attempt) {
            call();
            return controller.next(state, attempt);
          },
        },
      }),
    }));
    expect(attempts).toBeGreaterThan(2);
  });

  test.each(["init", "requiredTimes"] as const)("when %s of the controller throws.", (member) => {
    const failures = failAll(options, (call) => ({
      failing: ({ controller }) => ({
        controller: {
          ...controller,
          init() {
            if (member === "init") call();
            return controller.init();
          },
          requiredTimes(times) {
            if (member === "requiredTimes") call();
            return controller.requiredTimes?.(times) ?? [];
          },
        },
      }),
    }));
    expect(failures).toBeGreaterThan(0);
  });

  test("whenever the norm throws.", () => {
    const norms = failAll(options, (call) => ({
      failing: () => ({
        norm: ([error]) => {
          call();
          return error as NumberArray;
        },
      }),
    }));
    expect(norms).toBeGreaterThan(name === "fixed steps" ? -1 : 2);
  });

  test("whichever read throws.", () => {
    const { backend, reading } = start(options);
    let reads = 0;
    const counting = {
      readSync(scalar: NumberArray | number): number {
        reads++;
        return backend.readSync(scalar);
      },
    };
    runSync(reading(), counting);
    for (let n = 1; n <= reads; n++) {
      const { call } = failsAt(n);
      const run = start(options);
      const failing = {
        readSync(scalar: NumberArray | number): number {
          call();
          return run.backend.readSync(scalar);
        },
      };
      expect(() => runSync(run.reading(), failing)).toThrow(RangeError);
      expect(run.backend.live(), `after a failure of read ${n}`).toBe(run.before);
    }
    expect(reads).toBeGreaterThan(name === "fixed steps" ? 0 : 3);
  });

  test("wherever the computation is given up.", () => {
    for (let pauses = 0; ; pauses++) {
      const { backend, before, reading } = start(options);
      const computation = reading();
      let turn = computation.next(0);
      for (let i = 0; i < pauses && !turn.done; i++) {
        const asked = turn.value;
        turn = computation.next(
          asked !== undefined && "scalar" in asked ? backend.readSync(asked.scalar) : 0,
        );
      }
      if (turn.done) {
        expect(pauses).toBeGreaterThan(3);
        return;
      }
      computation.return(undefined as never);
      expect(backend.live(), `given up at pause ${pauses}`).toBe(before);
    }
  });
});

test("A method that begins with less memory than it says leaves none of it.", () => {
  const { backend, before, reading } = start({}, ({ method }) => ({
    method: {
      ...method,
      memory: 2,
      begin: (_, operations, __, y) => [operations.begin(operations.stateOf(y))],
    },
  }));
  expect(() => runSync(reading(), backend)).toThrow(/memory of 2 states, but its begin returns 1/);
  expect(backend.live()).toBe(before);
});
