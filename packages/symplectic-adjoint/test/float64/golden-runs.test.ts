import { goldenRuns, maxRelativeError } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { differentiate } from "../support/differentiate.js";
import { exactAdjoints } from "../support/exact-adjoints.js";
import { goldenMethod } from "../support/golden-method.js";
import { joined } from "../support/joined.js";

describe.each(goldenRuns().map((run) => ({ ...run, title: `${run.name}, ${run.method}` })))(
  "On the recorded grid of the run $title",
  (run) => {
    const grid = run.grid === undefined ? {} : { grid: run.grid };

    test.each(exactAdjoints)(
      "%s has the recorded outputs and gradients to 1e-12.",
      (_, adjoint) => {
        const options = { method: goldenMethod(run), adjoint, ...grid };
        const got = differentiate(run.problem, run.times, joined(run.cotangents), options);
        expect(maxRelativeError(got.solution.ys, joined(run.ys))).toBeLessThan(1e-12);
        expect(maxRelativeError(got.y0, run.gradient.y0)).toBeLessThan(1e-12);
        let start = 0;
        for (const { gradient } of run.parameters) {
          const part = got.parameters.subarray(start, start + gradient.length);
          expect(maxRelativeError(part, gradient)).toBeLessThan(1e-12);
          start += gradient.length;
        }
        expect(start).toBe(got.parameters.length);
      },
    );
  },
);
