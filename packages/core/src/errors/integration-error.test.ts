import { expect, test } from "vitest";
import { outcome } from "../steps/outcome.js";
import { newStatistics } from "../steps/statistics.js";
import { IntegrationError } from "./integration-error.js";
import { OdeError } from "./ode-error.js";

test.each([
  ["stepUnderflow", "INTEGRATION_STEP_UNDERFLOW"],
  ["tooManySteps", "INTEGRATION_TOO_MANY_STEPS"],
  ["nonFiniteState", "INTEGRATION_NON_FINITE_STATE"],
  ["aborted", "INTEGRATION_ABORTED"],
  ["adjointDiverged", "INTEGRATION_ADJOINT_DIVERGED"],
] as const)("An integration that ended by %s has the code %s.", (kind, code) => {
  const ended = outcome(kind, 0.75, 1e-3);
  const error = new IntegrationError(ended, newStatistics());
  expect(error).toBeInstanceOf(OdeError);
  expect(error).toMatchObject({ name: "IntegrationError", code, outcome: ended });
  expect(error.remedy).toBe(ended.message);
});

test("The message states the time, the step, the work done, and the remedy.", () => {
  const statistics = newStatistics();
  Object.assign(statistics.forward, { accepted: 12, rejected: 3, evaluations: 92 });
  const ended = outcome("tooManySteps", 0.75, -1e-3);
  const error = new IntegrationError(ended, statistics);
  expect(error.statistics).toBe(statistics);
  expect(error.message).toBe(
    `The integration (12 steps accepted, 3 rejected, 92 evaluations of f) ended at t = 0.75 with a step of -0.001. ${ended.message}`,
  );
});
