import { expect, test } from "vitest";
import { newPassStatistics, newStatistics } from "./statistics.js";

test("New statistics count nothing, and share nothing.", () => {
  const nothing = {
    evaluations: 0,
    recorded: 0,
    vjps: 0,
    accepted: 0,
    rejected: 0,
    discarded: 0,
    readbacks: 0,
    stalled: 0,
  };
  const statistics = newStatistics();
  expect(statistics).toEqual({ forward: nothing, backward: nothing, stepSizes: [] });
  statistics.forward.evaluations++;
  statistics.stepSizes.push(1);
  expect(statistics.backward).toEqual(nothing);
  expect(newStatistics()).toEqual({ forward: nothing, backward: nothing, stepSizes: [] });
  expect(newPassStatistics()).toEqual(nothing);
});
