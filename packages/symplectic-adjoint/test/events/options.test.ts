import { OdeError } from "@symplectic-adjoint/core";
import { expect, test } from "vitest";
import { float64, solve } from "../../src/index.js";

const condition = (_t: number, [y = 0]: Float64Array) => y - 0.5;
const decay = (_t: number, y: Float64Array) => y.map((value) => -value);

const wrong: ReadonlyArray<readonly [what: string, options: object, message: RegExp]> = [
  ["no list", { events: { condition } }, /^events must be a list of at least one event/],
  ["an empty list", { events: [] }, /^events must be a list of at least one event/],
  [
    "a function",
    { events: [condition] },
    /^events\[0\] must be an object of options.*\{ condition:/,
  ],
  [
    "a hole",
    { events: Object.assign(new Array(2), [{ condition }]) },
    /^events\[1\] must be an object/,
  ],
  [
    "no condition",
    { events: [{}] },
    /^events\[0\]\.condition must be a function of time and state/,
  ],
  [
    "a number",
    { events: [{ condition: 3 }] },
    /^events\[0\]\.condition must be a function of time and state/,
  ],
  [
    "a name of another library",
    { events: [{ condition, affect: condition }] },
    /^events\[0\]\.affect is not an option/,
  ],
  [
    "a word as direction",
    { events: [{ condition, direction: "up" }] },
    /^events\[0\]\.direction must be -1, 0 or 1/,
  ],
  [
    "an occurrence of 0",
    { events: [{ condition, terminal: 0 }] },
    /^events\[0\]\.terminal must be true, false/,
  ],
  [
    "half an occurrence",
    { events: [{ condition, terminal: 1.5 }] },
    /^events\[0\]\.terminal must be true, false/,
  ],
  [
    "a state as reset",
    { events: [{ condition, reset: Float64Array.of(1) }] },
    /^events\[0\]\.reset must be a function/,
  ],
  [
    "too few probes",
    { events: [{ condition, probes: -1 }] },
    /^events\[0\]\.probes must be an integer/,
  ],
  ["an empty name", { events: [{ condition, name: "" }] }, /^events\[0\]\.name must be a string/],
  [
    "a limit of 0",
    { events: [{ condition }], maxEvents: 0 },
    /^maxEvents must be a positive integer/,
  ],
  [
    "a condition that returns a list",
    { events: [{ condition: () => Float64Array.of(1, 2) }] },
    /^events\[0\]\.condition/,
  ],
  [
    "a reset that returns a number",
    { events: [{ condition, reset: condition, name: "half" }] },
    /^half\.reset/,
  ],
];

test.each(wrong)("%s is refused.", (_, options, message) => {
  const run = () =>
    solve(decay, Float64Array.of(1), [0, 2], {
      backend: float64,
      differentiate: false,
      ...options,
    });
  expect(run).toThrow(OdeError);
  expect(run).toThrow(message);
});
