import { ReleasedError, type StateEvent } from "@symplectic-adjoint/core";
import { elementary, type NumberArray, smallTableaux } from "@symplectic-adjoint/testing";
import { expect, test } from "vitest";
import { crossingEvents } from "./support/crossing-events.js";
import { rightHandSide } from "./support/right-hand-side.js";
import { setUp, solve, valuesOf } from "./support/setup.js";

const growth = rightHandSide((_, y) => y);

test("It is told the state at the end of each attempt, rejected ones too, without a copy.", () => {
  const seen: Array<readonly [boolean, number, number | undefined]> = [];
  const setup = setUp(growth, {
    tableau: smallTableaux.bosh3,
    controller: elementary(1),
    tolerances: { rtol: [1e-5], atol: [1e-5] },
    onStep: ({ accepted, t, h, state }: StateEvent<NumberArray>) => {
      seen.push([accepted, t + h, undefined]);
      expect(typeof state).toBe("function");
    },
  });
  const before = setup.backend.live();
  const told: Array<number> = [];
  const onStep = (event: StateEvent<NumberArray>) => {
    const live = setup.backend.live();
    const [y] = valuesOf(event.state());
    expect(setup.backend.live()).toBe(live);
    told.push((y as number) / Math.exp(event.t + event.h));
    seen.push([event.accepted, event.t + event.h, y]);
  };
  const { outputs } = solve({ ...setup, problem: { ...setup.problem, onStep } });
  expect(seen.some(([accepted]) => !accepted)).toBe(true);
  for (const ratio of told) expect(ratio).toBeCloseTo(1, 1);
  expect(seen.at(-1)?.[2]).toBe(valuesOf(outputs.at(-1))[0]);
  expect(setup.backend.live()).toBe(before + outputs.length);
});

test("The state cannot be asked for later.", () => {
  const events: Array<StateEvent<NumberArray>> = [];
  solve(setUp(growth, { onStep: (event) => void events.push(event) }));
  expect(() => events[0]?.state()).toThrow(ReleasedError);
  expect(() => events[0]?.state()).toThrow("Call state() within onStep");
});

test.each([true, false])(
  "It ends the integration after an accepted step, whose end is the last output; interpolated: %s.",
  (interpolates) => {
    const setup = setUp(
      rightHandSide(() => 1),
      {
        interpolates,
        times: [0, 0.25, 0.375, 1],
        onStep: ({ t, h }) => (t + h >= 0.5 ? "stop" : undefined),
      },
    );
    const before = setup.backend.live();
    const { outcome, outputs, outputTimes, steps } = solve(setup);
    expect(outcome).toMatchObject({ kind: "stopped", t: steps.at(-1)?.end });
    expect(outputs.flatMap(valuesOf)).toEqual(outputTimes?.map((t) => 1 + t));
    expect(outputTimes?.at(-1)).toBe(steps.at(-1)?.end);
    expect(setup.backend.live()).toBe(before + outputs.length);
  },
);

test("If the step ends at an output, that is the last one; at the last time nothing is stopped.", () => {
  const stopAt = (time: number) => {
    const onStep = ({ t, h }: StateEvent<NumberArray>) => t + h === time && "stop";
    return solve(
      setUp(
        rightHandSide(() => 1),
        { times: [0, 0.5, 1], onStep },
      ),
    );
  };
  const early = stopAt(0.5);
  expect(early.outcome.kind).toBe("stopped");
  expect(early.outputs.map(valuesOf)).toEqual([[1], [1.5]]);
  expect(early.outputTimes).toBeUndefined();
  expect(stopAt(1).outcome.kind).toBe("success");
});

test("A rejected attempt does not end it.", () => {
  const setup = setUp(growth, {
    tableau: smallTableaux.bosh3,
    controller: elementary(1),
    tolerances: { rtol: [1e-5], atol: [1e-5] },
    onStep: ({ accepted }) => !accepted && "stop",
  });
  const { outcome, pass } = solve(setup);
  expect(pass.rejected).toBeGreaterThan(0);
  expect(outcome.kind).toBe("success");
});

test("If an event has cut the step, the integration ends at the event.", () => {
  const setup = setUp(
    rightHandSide(() => 1),
    { onStep: () => "stop" },
  );
  const events = crossingEvents(setup.backend, { condition: (t) => t - 0.1, reset: () => [0] });
  const { outcome, outputTimes, outputs, steps } = solve({
    ...setup,
    problem: { ...setup.problem, events },
  });
  expect(outcome.kind).toBe("stopped");
  expect(outcome.t).toBeCloseTo(0.1, 14);
  expect(outputTimes).toEqual([0, outcome.t]);
  expect(valuesOf(outputs[1])[0]).toBeCloseTo(1.1, 14);
  expect(steps[0]?.cut).toMatchObject({ ends: true, outputs: [1] });
});
