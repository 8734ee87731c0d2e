import {
  InvalidArgumentError,
  InvalidToleranceError,
  UnknownOptionError,
} from "@symplectic-adjoint/core";
import { explicitRungeKutta } from "@symplectic-adjoint/runge-kutta";
import { smallTableaux } from "@symplectic-adjoint/testing";
import { expect, test } from "vitest";
import { checkpointPerStep } from "../src/checkpointed/checkpoint-per-step.js";
import { oneCheckpoint } from "../src/checkpointed/one-checkpoint.js";
import { symplecticAdjoint } from "../src/checkpointed/symplectic-adjoint.js";
import { continuousAdjoint } from "../src/continuous/continuous-adjoint.js";

test.each([
  ["continuousAdjoint", continuousAdjoint, { adjointRtol: 1e-3 }, "adjointRtol"],
  ["symplecticAdjoint", symplecticAdjoint, { schedules: [] }, "schedules"],
  ["checkpointPerStep", checkpointPerStep, { rtol: 1e-3 }, "rtol"],
  ["oneCheckpoint", oneCheckpoint, { schedule: undefined }, "schedule"],
])("%s refuses an option that it would not read.", (name, make, options, argument) => {
  const create = () => (make as (options: object) => unknown)(options);
  expect(create).toThrow(UnknownOptionError);
  expect(create).toThrow(`${argument} is not an option of ${name}`);
});

test.each([
  [{ rtol: 0 }, InvalidToleranceError, "rtol"],
  [{ rtol: [1e-3, -1e-3] }, InvalidToleranceError, "rtol"],
  [{ atol: Number.NaN }, InvalidToleranceError, "atol"],
  [{ atol: Number.POSITIVE_INFINITY }, InvalidToleranceError, "atol"],
  [{ norm: "semi" }, InvalidArgumentError, "norm"],
  [{ maxNumSteps: 0 }, InvalidArgumentError, "maxNumSteps"],
  [{ maxNumSteps: 1.5 }, InvalidArgumentError, "maxNumSteps"],
])("continuousAdjoint refuses %o.", (options, kind, argument) => {
  const create = () => continuousAdjoint(options as Parameters<typeof continuousAdjoint>[0]);
  expect(create).toThrow(kind);
  expect(create).toThrow(new RegExp(`^${argument} must be`));
});

test("Valid options are accepted, undefined included.", () => {
  for (const options of [
    {},
    { rtol: 1e-3, atol: [1e-6, 1e-8], norm: "seminorm", maxNumSteps: 10 },
    {
      norm: "default",
      maxNumSteps: Number.POSITIVE_INFINITY,
      method: explicitRungeKutta(smallTableaux.rk4),
    },
    { norm: () => 0, rtol: undefined, atol: undefined, controller: undefined },
  ] as const)
    expect(continuousAdjoint(options).exact).toBe(false);
});
