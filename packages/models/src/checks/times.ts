import { InvalidTimesError, must, type Requirement, required } from "@symplectic-adjoint/core";

/** At least two strictly increasing, finite times. */
export const timesRequirement: Requirement = required(
  must(
    (value) =>
      Array.isArray(value) &&
      value.length >= 2 &&
      // Copied because `every` skips holes.
      Array.from(value).every(
        (t, i, all) => typeof t === "number" && Number.isFinite(t) && (i === 0 || t > all[i - 1]),
      ),
    "must be a list of at least two strictly increasing, finite numbers",
    "Write times: [0, 0.5, 1], say.",
    InvalidTimesError,
  ),
);
