import { elementary } from "@symplectic-adjoint/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { timeStops as allStops } from "./time-stops.js";

const timeStops = (problem: Parameters<typeof allStops>[0]) => [...allStops(problem)];

const none = { stepT: [], jumpT: [], controller: elementary() };
const plain = (time: number) => ({ time, jump: false });

test("Without more the stops are the outputs after the first.", () => {
  expect(timeStops({ ...none, times: [0, 0.5, 2] })).toEqual([
    { time: 0.5, jump: false },
    { time: 2, jump: false },
  ]);
});

test("A single output time has no stops, whatever else is asked.", () => {
  expect(timeStops({ ...none, times: [1], stepT: [0, 1, 2], jumpT: [1, 3] })).toEqual([]);
});

test("Outputs, step times, jump times and the controller's own are merged in order.", () => {
  const controller = { ...elementary(), requiredTimes: () => [0.75, 0.1] };
  const stops = timeStops({ times: [0, 0.5, 1], stepT: [0.6, 0.2], jumpT: [0.3], controller });
  expect(stops).toEqual([
    plain(0.1),
    plain(0.2),
    { time: 0.3, jump: true },
    { time: 0.5, jump: false },
    plain(0.6),
    plain(0.75),
    { time: 1, jump: false },
  ]);
});

test("The controller is asked with all output times.", () => {
  const asked: Array<ReadonlyArray<number>> = [];
  const requiredTimes = (outputs: ReadonlyArray<number>) => {
    asked.push(outputs);
    return [];
  };
  timeStops({ ...none, times: [0, 1, 3], controller: { ...elementary(), requiredTimes } });
  expect(asked).toEqual([[0, 1, 3]]);
});

test("When time decreases so do the stops.", () => {
  const stops = timeStops({ ...none, times: [1, 0.5, -1], stepT: [0, 0.75], jumpT: [-0.5] });
  expect(stops.map(({ time }) => time)).toEqual([0.75, 0.5, 0, -0.5, -1]);
});

test("A time of several kinds is one stop that is all of them.", () => {
  const controller = { ...elementary(), requiredTimes: () => [0.5, 0.25] };
  const times = [0, 0.5, 1];
  expect(timeStops({ times, stepT: [0.5, 0.25], jumpT: [0.5, 1], controller })).toEqual([
    plain(0.25),
    { time: 0.5, jump: true },
    { time: 1, jump: true },
  ]);
});

test("Step, jump and controller times at the start or outside the span are left out, at the end they are not.", () => {
  const outside = [-1, 0, 1, 1 + 2 ** -52, 7];
  const controller = { ...elementary(), requiredTimes: () => [-3, 3] };
  const last = { time: 1, jump: true };
  expect(timeStops({ times: [0, 1], stepT: outside, jumpT: outside, controller })).toEqual([last]);
  const backward = { times: [1, 0], stepT: [-1, 1, 2], jumpT: [0, 1, 2], controller };
  expect(timeStops(backward)).toEqual([{ time: 0, jump: true }]);
});

test("Stops move strictly in the direction of integration and end at the last output.", () => {
  const time = fc.double({ min: -2, max: 2, noNaN: true }).map((t) => t + 0);
  const outputs = fc.uniqueArray(time, { minLength: 2, maxLength: 5 });
  fc.assert(
    fc.property(
      outputs,
      fc.array(time),
      fc.array(time),
      fc.boolean(),
      (free, stepT, jumpT, down) => {
        const times = [...free].sort((p, q) => (down ? q - p : p - q));
        const stops = timeStops({ ...none, times, stepT, jumpT });
        let before = times[0] as number;
        for (const { time: at } of stops) {
          expect(down ? at < before : at > before).toBe(true);
          before = at;
        }
        expect(stops.at(-1)).toMatchObject({ time: times.at(-1) });
        expect(stops.map((stop) => stop.time)).toEqual(expect.arrayContaining(times.slice(1)));
      },
    ),
    { seed: 42 },
  );
});

test("Repeated output times are one stop, and the controller is asked with each time once.", () => {
  const asked: Array<unknown> = [];
  const requiredTimes = (outputs: ReadonlyArray<number>) => {
    asked.push(outputs);
    return [];
  };
  const controller = { ...elementary(), requiredTimes };
  expect(timeStops({ ...none, times: [0, 0, 1, 1, 3, 3], controller })).toEqual([
    plain(1),
    plain(3),
  ]);
  expect(asked).toEqual([[0, 1, 3]]);
  expect(timeStops({ ...none, times: [1, 1] })).toEqual([]);
});

test("If outputs are interpolated only the last one is a stop, besides step times and jump times.", () => {
  const interpolation = {
    order: 1,
    slopes: 1,
    extraEvaluations: 0,
    weights: (theta: number) => [theta],
    derivatives: () => [1],
  };
  const asked: Array<unknown> = [];
  const requiredTimes = (...args: ReadonlyArray<unknown>) => {
    asked.push(args);
    return [1];
  };
  const controller = { ...elementary(), requiredTimes };
  const times = [0, 0.5, 1.5, 2];
  const problem = { ...none, times, stepT: [0.75], controller, interpolates: true };
  expect(timeStops({ ...problem, method: { interpolation } })).toEqual([0.75, 1, 2].map(plain));
  expect(asked).toEqual([[times, undefined, true]]);
  // A method that cannot interpolate lands on them.
  const method = { interpolation: undefined };
  expect(timeStops({ ...problem, method })).toEqual([0.5, 0.75, 1, 1.5, 2].map(plain));
});
