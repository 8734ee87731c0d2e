import { expect, test } from "vitest";
import { createProgress } from "../src/progress.js";
import { rateMeter } from "../src/rate-meter.js";

test("Without a terminal, a tenth of the steps are printed, one line each, without control characters.", () => {
  let written = "";
  const stream = {
    isTTY: false,
    write: (text: string) => {
      written += text;
      return true;
    },
  };
  const progress = createProgress(100, stream as unknown as NodeJS.WriteStream);
  for (let index = 1; index <= 100; index++) {
    progress.update({ index, loss: 1 / index, done: index / 100 });
  }
  progress.stop();
  const lines = written.trimEnd().split("\n");
  expect(lines).toHaveLength(11);
  expect(lines[0]).toMatch(/^step 1\/100 {2}loss 1\.0000 {2}– left {2}[\d.]+ steps\/s$/);
  expect(lines[10]).toMatch(/^step 100\/100 {2}loss 0\.0100 {2}0 s left {2}[\d.]+ steps\/s$/);
});

test("The rate is that of the latest steps, and the time left that of the work left.", () => {
  let clock = 0;
  const meter = rateMeter({ window: 10, now: () => clock });
  let pace = { perSecond: 0, secondsLeft: 0 };
  for (let i = 1; i <= 50; i++) {
    // Slow at first, as a compiler that warms up is.
    clock += i <= 20 ? 1000 : 100;
    pace = meter(i / 100);
  }
  expect(pace.perSecond).toBeCloseTo(10, 9);
  expect(pace.secondsLeft).toBeCloseTo(5, 9);
});
