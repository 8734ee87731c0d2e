import { OdeError } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { afterAll, describe, expect, test, vi } from "vitest";
import { whyAccepted } from "./bad-input/accepted.js";
import { judge } from "./bad-input/judge.js";
import { notTried } from "./bad-input/not-tried.js";
import { placesOf } from "./bad-input/places.js";
import { packages, subjects } from "./bad-input/subjects.js";
import { wrongValues } from "./bad-input/wrong-values.js";

// Every public function, every argument and every option, with each of many wrong values: it is refused by an error of
// ours, or its acceptance is documented, with the reason, in bad-input/accepted.ts. Nothing else is thrown, no tensor is
// left, and f is not evaluated without end.

vi.spyOn(console, "warn").mockImplementation(() => {});
await tf.setBackend("cpu");
tf.scalar(0).dispose();

const table = [];
for (const subject of subjects) table.push({ subject, places: await placesOf(subject) });

const totals = { places: 0, cases: 0, refused: 0, accepted: 0 };

afterAll(() => {
  const { places, cases, refused, accepted } = totals;
  // biome-ignore lint/suspicious/noConsole: the figures are a result of the suite
  console.log(
    `bad input: ${subjects.length} functions, ${places} arguments and options × ${wrongValues.length} values = ${cases} cases: ${refused} refused, ${accepted} accepted by documentation`,
  );
});

test("There are at least thirty wrong values, each with a name of its own.", () => {
  expect(new Set(wrongValues.map(({ name }) => name)).size).toBeGreaterThanOrEqual(30);
});

test("Every function that a package exports is tested, or excluded with a reason.", () => {
  const tried = new Set(subjects.map(({ from, name }) => packages[from]?.[name]));
  for (const [from, names] of Object.entries(packages)) {
    for (const [name, value] of Object.entries(names)) {
      if (typeof value !== "function" || tried.has(value)) continue;
      const isError = value.prototype instanceof OdeError || value === OdeError;
      expect(isError || Object.hasOwn(notTried, name), `${name} of ${from}`).toBe(true);
    }
  }
});

describe.each(table.map((row) => [row.subject.name, row] as const))(
  "%s",
  (_, { subject, places }) => {
    test.runIf(subject.works !== false)("accepts valid arguments.", async () => {
      const nothing = { name: "nothing wrong", make: () => undefined };
      expect(await judge(subject, nothing, () => {})).toBe("accepted");
    });

    test.each(places.map(({ name, put }) => [name, put] as const))(
      "rejects invalid values as %s.",
      async (name, put) => {
        const faults: Array<string> = [];
        totals.places++;
        for (const value of wrongValues) {
          totals.cases++;
          const verdict = await judge(subject, value, put);
          if (typeof verdict === "object") faults.push(`${value.name}: ${verdict.fault}`);
          else totals[verdict]++;
          if (verdict === "accepted" && whyAccepted(subject, name, value.name) === undefined)
            faults.push(`${value.name}: is accepted`);
        }
        expect(faults).toEqual([]);
      },
    );
  },
);
