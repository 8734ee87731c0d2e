import type { Attempt, FirstStepRule, StepSizeController } from "@symplectic-adjoint/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const runs = { seed: 42, numRuns: 300 };

/** Options of the suite. */
export interface ControllerSuiteOptions {
  /** Smallest and largest attempted step; 1e-9 and 1e9 by default. For controllers with their own limits. */
  readonly steps?: readonly [smallest: number, largest: number];
}

/** Attempts, both cut to land on a required time and uncut. */
function arbitraryAttempt(smallest: number, largest: number): fc.Arbitrary<Attempt> {
  return fc
    .record({
      step: fc.double({ min: smallest, max: largest, noNaN: true }),
      cut: fc.oneof(fc.constant(1), fc.double({ min: 1, max: 100, noNaN: true })),
      errorRatio: fc.oneof(
        fc.double({ min: 0, max: 4, noNaN: true }),
        fc.constantFrom(0, 1e-300, 1, 1 + 2 ** -52, 1e300),
        fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
      ),
      order: fc.integer({ min: 1, max: 8 }),
    })
    .map(({ step, cut, ...rest }) => ({ step, proposal: Math.min(step * cut, largest), ...rest }));
}

/**
 * Registers the conformance suite of the port `StepSizeController`.
 *
 * An adaptive controller accepts exactly if the error ratio is at most 1, so never after an overflow. It proposes
 * positive and finite steps, and after a rejection a smaller step than the attempted one. A controller that is not
 * adaptive accepts all steps. Both keep their state in the argument only. `predictNext` must agree with `next`.
 *
 * @example
 * describeController("the default controller", elementaryController());
 */
export function describeController<C>(
  name: string,
  controller: StepSizeController<C>,
  { steps: [smallest, largest] = [1e-9, 1e9] }: ControllerSuiteOptions = {},
): void {
  const attempts = arbitraryAttempt(smallest, largest);
  const sequences = fc.array(attempts, { minLength: 1, maxLength: 6 });

  /** The states before each attempt of a sequence from the initial state, with the decisions. */
  const run = (sequence: ReadonlyArray<Attempt>) => {
    let state = controller.init();
    return sequence.map((attempt) => {
      const decision = controller.next(state, attempt);
      const taken = { attempt, state, decision };
      state = decision.state;
      return taken;
    });
  };

  describe(`The controller ${name}`, () => {
    test("accepts if and only if the error ratio is at most 1, regardless of earlier attempts.", () => {
      fc.assert(
        fc.property(sequences, (sequence) => {
          for (const { attempt, decision } of run(sequence))
            expect(decision.accepted).toBe(!controller.adaptive || attempt.errorRatio <= 1);
        }),
        runs,
      );
    });

    test("proposes steps that are positive and finite.", () => {
      fc.assert(
        fc.property(sequences, (sequence) => {
          for (const { decision } of run(sequence)) {
            expect(decision.step).toBeGreaterThan(0);
            expect(decision.step).toBeLessThan(Number.POSITIVE_INFINITY);
          }
        }),
        runs,
      );
    });

    test("is deterministic.", () => {
      fc.assert(
        fc.property(sequences, (sequence) => {
          expect(run(sequence)).toEqual(run(sequence));
        }),
        runs,
      );
    });

    test("keeps its state only in the state argument, which it does not change.", () => {
      fc.assert(
        fc.property(sequences, sequences, (sequence, others) => {
          const taken = run(sequence);
          run(others);
          // In reverse order: each state and attempt give the same decision.
          for (const { attempt, state, decision } of [...taken].reverse())
            expect(controller.next(state, attempt)).toEqual(decision);
          expect(taken).toEqual(run(sequence));
        }),
        runs,
      );
    });

    test("starts with a step, or a rule for one, that is positive and finite.", () => {
      const { firstStep } = controller;
      if (typeof firstStep === "number") {
        expect(firstStep).toBeGreaterThan(0);
        expect(firstStep).toBeLessThan(Number.POSITIVE_INFINITY);
        return;
      }
      checkFirstStep(firstStep);
    });

    if (controller.predictNext !== undefined)
      test("predicts the step that it proposes after acceptance.", () => {
        fc.assert(
          fc.property(sequences, (sequence) => {
            for (const { attempt, state, decision } of run(sequence)) {
              const { errorRatio: _, ...pending } = attempt;
              const told = controller.predictNext?.(state, pending);
              if (told !== undefined && decision.accepted) expect(decision.step).toBe(told);
            }
          }),
          runs,
        );
      });

    if (!controller.adaptive) return;

    test("proposes a smaller step after a rejection.", () => {
      fc.assert(
        fc.property(sequences, (sequence) => {
          for (const { attempt, decision } of run(sequence))
            if (!decision.accepted) expect(decision.step).toBeLessThan(attempt.step);
        }),
        runs,
      );
    });

    test.each([Number.NaN, Number.POSITIVE_INFINITY])(
      "rejects an error ratio of %d with a smaller step, and recovers.",
      (errorRatio) => {
        fc.assert(
          fc.property(sequences, attempts, (sequence, attempt) => {
            const last = run(sequence).at(-1)?.decision.state ?? controller.init();
            const overflow = controller.next(last, { ...attempt, errorRatio });
            expect(overflow.accepted).toBe(false);
            expect(overflow.step).toBeGreaterThan(0);
            expect(overflow.step).toBeLessThan(attempt.step);
            const next = { ...attempt, step: overflow.step, proposal: overflow.step };
            const after = controller.next(overflow.state, { ...next, errorRatio: 0.5 });
            expect(after.accepted).toBe(true);
            expect(after.step).toBeGreaterThan(0);
            expect(after.step).toBeLessThan(Number.POSITIVE_INFINITY);
          }),
          runs,
        );
      },
    );

    test("does not shrink a step that had no error.", () => {
      fc.assert(
        fc.property(attempts, (attempt) => {
          const { accepted, step } = controller.next(controller.init(), {
            ...attempt,
            errorRatio: 0,
          });
          expect(accepted).toBe(true);
          expect(step).toBeGreaterThanOrEqual(attempt.step);
        }),
        runs,
      );
    });
  });
}

function checkFirstStep(rule: FirstStepRule): void {
  const size = fc.oneof(fc.constant(0), fc.double({ min: 1e-12, max: 1e12, noNaN: true }));
  fc.assert(
    fc.property(size, size, size, fc.integer({ min: 1, max: 8 }), (d0, d1, d2, order) => {
      const trial = rule.trial(d0, d1);
      const step = rule.choose(trial, d1, d2, order);
      for (const value of [trial, step]) {
        expect(value).toBeGreaterThan(0);
        expect(value).toBeLessThan(Number.POSITIVE_INFINITY);
      }
    }),
    runs,
  );
}
