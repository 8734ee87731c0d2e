import { fileURLToPath } from "node:url";
import {
  binomial,
  type DrawingOptions,
  drawSchedule,
  multiLevel,
  online,
} from "symplectic-adjoint";
import { expect, test } from "vitest";

// The pictures of docs/schedules.md. After a deliberate change: npx vitest run --project docs -u

const unknown: DrawingOptions = { knownTotal: false };
const pictures = [
  ["binomial", binomial({ checkpoints: 6 }), {}],
  ["online", online({ checkpoints: 6 }), unknown],
  ["multi-level", multiLevel({ near: 3, far: 3 }), {}],
] as const;

test.each(pictures)(
  "The picture of %s is what drawSchedule draws.",
  async (name, schedule, options) => {
    const file = new URL(`../images/schedules/${name}.svg`, import.meta.url);
    await expect(drawSchedule(schedule, 40, options)).toMatchFileSnapshot(fileURLToPath(file));
  },
);
