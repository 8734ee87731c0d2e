import { useCpu } from "@symplectic-adjoint/backend-cpu";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { checkInDouble } from "../../src/fuzz/check/check-in-double.js";
import { type Check, fuzz, summary } from "../../src/fuzz/fuzz.js";

const { programs, ...options } = inject("fuzz") ?? { seed: 1, programs: 400, failures: 1 };

/** Kernels that a compiled function cannot have. */
const REFUSED: ReadonlyArray<string> = [];

let engine: Awaited<ReturnType<typeof useCpu>>;

beforeAll(async () => {
  engine = await useCpu();
});
afterAll(() => engine.undo());

test("Compiled in double precision, random programs have the gradients of double precision.", async () => {
  const counts = await fuzz(checkInDouble, { ...options, programs, depth: 2 });
  console.info(summary("compiled", counts));
  if (counts.mismatches.length > 0) expect.fail(counts.mismatches.join("\n"));
  expect(counts.programs).toBe(programs);
  expect([...counts.refused.keys()].filter((kernel) => !REFUSED.includes(kernel))).toEqual([]);
});

test("A wrong derivative is found.", async () => {
  // The host's sine, say, were differentiated wrongly: the same as a wrong derivative of the program.
  const planted: Check = (program) =>
    checkInDouble({
      ...program,
      evaluate: (t, y, weights) => program.evaluate(t * (1 + 1e-6), y, weights),
    });
  const counts = await fuzz(planted, { seed: 1, programs: 200, failures: 1, depth: 2 });
  expect(counts.mismatches).toHaveLength(1);
});
