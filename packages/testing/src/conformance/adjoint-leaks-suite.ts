import type { Adjoint, ForwardPass, Reading, SolveMode } from "@symplectic-adjoint/core";
import { describe, expect, test } from "vitest";
import type { AccountingBackend } from "../accounting/accounting-backend.js";
import type { NumberArray } from "../accounting/ledger.js";
import { elementary } from "../controllers/elementary.js";
import { fixedSteps } from "../controllers/fixed-steps.js";
import { lotkaVolterra } from "../problems/lotka-volterra.js";
import { smallTableaux } from "../tableaux/small-tableaux.js";
import {
  type AdjointFixture,
  drive,
  type NewFixture,
  numbersOf,
  stateOf,
} from "./adjoint-fixture.js";
import { releaseAll } from "./gradient-of.js";

const rows = [[1, 1], undefined, [0.5, 2]];
const tableau = smallTableaux.bosh3;
const searching = elementary({ trial: () => 0.01, choose: () => 0.2 });

/** Throws at the n-th call of `call`, counting from 1. */
function failure(n: number) {
  let calls = 0;
  return {
    call() {
      if (++calls === n) throw new RangeError("failed on purpose");
    },
    calls: () => calls,
  };
}

/** A fixture with cotangents, and a check that only these remain. */
function prepared(newFixture: NewFixture, controller: typeof searching, onCall?: () => void) {
  const func = lotkaVolterra();
  const fixture = newFixture({ func, times: [0, 0.1, 0.4], tableau, controller, onCall });
  const cotangents = rows.map((row) => stateOf(fixture, row));
  const before = fixture.backend.live();
  const expectNothingLeft = (when: string) =>
    expect(fixture.backend.live() - before, `left ${when}`).toBe(0);
  return { fixture, cotangents, expectNothingLeft };
}

/** The same backend, where each allocating operation calls `onCall` first. */
function failingBackend(backend: AccountingBackend, onCall: () => void): AccountingBackend {
  const after =
    <P extends Array<unknown>, R>(operation: (...args: P) => R) =>
    (...args: P): R => {
      onCall();
      return operation(...args);
    };
  return {
    ...backend,
    linearCombination: after(backend.linearCombination),
    errorNorm: after(backend.errorNorm),
    scaledError: after(backend.scaledError),
    zerosLike: after(backend.zerosLike),
    accumulate: after(backend.accumulate),
    retain: after(backend.retain),
  };
}

/** Pulls back and releases everything, even on errors. */
function pullAndRelease(
  { backend }: AdjointFixture,
  pass: ForwardPass<NumberArray>,
  pull: () => void,
): void {
  for (const output of pass.outputs) backend.release(output);
  try {
    pull();
  } finally {
    pass.release();
  }
}

/** Registers leak tests for every failure. */
export function adjointLeaksSuite(adjoint: Adjoint, newFixture: NewFixture): void {
  describe.each([
    ["fixed steps", fixedSteps(0.1)],
    ["adaptive steps", searching],
  ])("leaves nothing behind with %s", (_, controller) => {
    test.each<SolveMode>(["once", "repeatable"])(
      'whichever use of f fails, in mode "%s".',
      (mode) => {
        for (let n = 1; ; n++) {
          const { call, calls } = failure(n);
          const { fixture, cotangents, expectNothingLeft } = prepared(newFixture, controller, call);
          const { backend, problem } = fixture;
          let failed = false;
          try {
            const pass = drive(adjoint.solve(problem, mode), backend);
            pullAndRelease(fixture, pass, () => {
              const { y0, parameters } = drive(pass.pullback(cotangents, [0, 1]), backend);
              releaseAll(fixture, [y0, parameters]);
            });
          } catch (error) {
            expect(error).toEqual(new RangeError("failed on purpose"));
            failed = true;
          }
          expectNothingLeft(`after use ${n} of f failed`);
          if (failed) continue;
          expect(calls()).toBe(n - 1);
          expect(n).toBeGreaterThan(10);
          return;
        }
      },
    );

    test("whichever use of f fails in the backward pass, which may be tried again.", () => {
      let fails = false;
      let calls = 0;
      let failAt = 0;
      const onCall = () => {
        if (fails && ++calls === failAt) throw new RangeError("failed on purpose");
      };
      const { fixture, cotangents, expectNothingLeft } = prepared(newFixture, controller, onCall);
      const { backend, problem } = fixture;
      const pass = drive(adjoint.solve(problem, "repeatable"), backend);
      const pull = () => {
        const { y0, parameters } = drive(pass.pullback(cotangents, [0, 1]), backend);
        const numbers = [y0, parameters].map(numbersOf);
        releaseAll(fixture, [y0, parameters]);
        return numbers;
      };
      pullAndRelease(fixture, pass, () => {
        const kept = backend.live();
        const expected = pull();
        fails = true;
        for (failAt = 1; ; failAt++) {
          calls = 0;
          try {
            expect(pull()).toEqual(expected);
            break;
          } catch (error) {
            expect(error).toEqual(new RangeError("failed on purpose"));
          }
          expect(backend.live(), `after use ${failAt} of f failed`).toBe(kept);
        }
        expect(failAt).toBeGreaterThan(3);
      });
      expectNothingLeft("at the end");
    });

    test("whichever operation of the backend fails.", () => {
      for (let n = 1; ; n++) {
        const { fixture, cotangents, expectNothingLeft } = prepared(newFixture, controller);
        const { call, calls } = failure(n);
        const problem = { ...fixture.problem, backend: failingBackend(fixture.backend, call) };
        let failed = false;
        try {
          const pass = drive(adjoint.solve(problem, "repeatable"), fixture.backend);
          pullAndRelease(fixture, pass, () => {
            const { y0, parameters } = drive(pass.pullback(cotangents, [0, 1]), fixture.backend);
            releaseAll(fixture, [y0, parameters]);
          });
        } catch (error) {
          expect(error).toEqual(new RangeError("failed on purpose"));
          failed = true;
        }
        expectNothingLeft(`after operation ${n} of the backend failed`);
        if (failed) continue;
        expect(calls()).toBe(n - 1);
        expect(n).toBeGreaterThan(10);
        return;
      }
    });

    test("whichever read fails, and wherever the computation is cancelled.", () => {
      for (const end of ["fail", "give up"] as const) {
        for (let pauses = 0; ; pauses++) {
          const { fixture, cotangents, expectNothingLeft } = prepared(newFixture, controller);
          const { backend, problem } = fixture;
          let left = pauses;
          /** Drives a computation and cancels it at pause number `pauses`. */
          const halting = <T>(reading: Reading<T, NumberArray>): T => {
            let turn = reading.next(0);
            while (!turn.done) {
              if (left-- === 0) {
                if (end === "fail") reading.throw(new RangeError("failed on purpose"));
                else reading.return(undefined as never);
                throw new RangeError("failed on purpose");
              }
              const pause = turn.value;
              const scalar = pause !== undefined && "scalar" in pause ? pause.scalar : 0;
              turn = reading.next(backend.readSync(scalar));
            }
            return turn.value;
          };
          let failed = false;
          try {
            const pass = halting(adjoint.solve(problem, "repeatable"));
            pullAndRelease(fixture, pass, () => {
              const { y0, parameters } = halting(pass.pullback(cotangents, [0, 1]));
              releaseAll(fixture, [y0, parameters]);
            });
          } catch (error) {
            expect(error).toEqual(new RangeError("failed on purpose"));
            failed = true;
          }
          expectNothingLeft(`after pause ${pauses}: ${end}`);
          if (failed) continue;
          expect(pauses).toBeGreaterThan(3);
          break;
        }
      }
    });
  });
}
