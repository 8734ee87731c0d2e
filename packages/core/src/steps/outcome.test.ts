import { expect, test } from "vitest";
import { type OutcomeKind, outcome, outcomeMessages } from "./outcome.js";

const kinds = Object.keys(outcomeMessages) as ReadonlyArray<OutcomeKind>;

test.each(kinds)("The outcome %s has its message, the time and the step.", (kind) => {
  expect(outcome(kind, 0.5, -0.125)).toEqual({
    kind,
    message: outcomeMessages[kind],
    t: 0.5,
    step: -0.125,
  });
});

test("All messages are different and end with a full stop.", () => {
  const sentences = Object.values(outcomeMessages);
  expect(new Set(sentences).size).toBe(sentences.length);
  for (const sentence of sentences) expect(sentence).toMatch(/^The .+\.$/);
});

test.each([
  ["stepUnderflow", "rtol"],
  ["tooManySteps", "maxNumSteps"],
  ["nonFiniteState", "NaN"],
  ["aborted", "signal"],
  ["adjointDiverged", "adjointRtol"],
] as const)("What is said of %s names %s.", (kind, word) => {
  expect(outcomeMessages[kind]).toContain(word);
});
