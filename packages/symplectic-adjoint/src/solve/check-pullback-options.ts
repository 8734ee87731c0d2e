import { booleanRequirement, checkOptions, must, type OptionTable } from "@symplectic-adjoint/core";

const anything = must(() => true, "", "");

const TABLE: OptionTable = {
  times: booleanRequirement("Write times: true for the gradients of times, or leave it out."),
  dense: anything,
  events: anything,
};
const DENSE: OptionTable = { t: anything, states: anything, derivatives: anything };
const EVENTS: OptionTable = { times: anything, states: anything };

/**
 * Checks the names in the options of `pullback`: a cotangent with a wrong name would count as zero.
 *
 * @throws UnknownOptionError | InvalidArgumentError
 */
export function checkPullbackOptions(options: {
  readonly dense?: unknown;
  readonly events?: unknown;
}): void {
  checkOptions("pullback", options, TABLE, { prefix: "options." });
  const { dense, events } = options;
  if (dense !== undefined)
    checkOptions("pullback's dense", dense, DENSE, {
      ...{ argument: "options.dense", prefix: "options.dense." },
      remedy: "Write dense: { t: [0.5], states }.",
    });
  if (events !== undefined)
    checkOptions("pullback's events", events, EVENTS, {
      ...{ argument: "options.events", prefix: "options.events." },
      remedy: "Write events: { times, states }.",
    });
}
