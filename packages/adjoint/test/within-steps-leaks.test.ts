import { expect, test } from "vitest";
import {
  backpropagation,
  checkpointPerStep,
  continuousAdjoint,
  oneCheckpoint,
  symplecticAdjoint,
} from "../src/index.js";
import { leaksIfItFails } from "./support/gradient-of-program.js";
import type { Program } from "./support/program.js";

/** Of the uses of functions, one in so many fails. */
const STRIDE = 11;

const everything: Program = {
  times: [0.2, 0.3, 0.9, 1.1, 1.3],
  interpolates: true,
  savesSteps: true,
  saves: true,
  jumpT: [0.8],
  stepT: [1],
  events: [{ level: 0.5, kicks: true }],
};
const places = [
  { step: 0, theta: 0.3 },
  { step: 1, theta: 0.3, isDerivative: true },
];
const exact: Program = { ...everything, places };

test.each([
  ["symplecticAdjoint", symplecticAdjoint(), exact],
  ["checkpointPerStep", checkpointPerStep(), exact],
  ["oneCheckpoint", oneCheckpoint(), exact],
  ["backpropagation", backpropagation(), exact],
  ["continuousAdjoint", continuousAdjoint(), everything],
])("%s leaves nothing behind, whatever fails.", (_, adjoint, program) => {
  let failures = 0;
  for (let index = 0; ; index += STRIDE) {
    const { failure, leaks } = leaksIfItFails(adjoint, program, index);
    expect({ index, leaks }).toEqual({ index, leaks: 0 });
    if (failure === undefined) break;
    expect(failure).toBeInstanceOf(RangeError);
    failures++;
  }
  expect(failures).toBeGreaterThan(15);
});
