import { useCpu } from "@symplectic-adjoint/backend-cpu";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { checkInDouble } from "../../src/fuzz/check/check-in-double.js";
import { type Check, fuzz, summary } from "../../src/fuzz/fuzz.js";
import { affine } from "../../src/fuzz/host/scalar.js";

const { programs, ...options } = inject("fuzz") ?? { seed: 1, programs: 200, failures: 1 };

/** What a compiled function cannot have. Gradients that TensorFlow.js lacks, it lacks inside f. */
const REFUSED = /^operation TopK$|^customGrad$|^gradient of /;

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
  expect([...counts.refused.keys()].filter((what) => !REFUSED.test(what))).toEqual([]);
});

test("A wrong number is found.", async () => {
  // One weight of the host differs by a billionth.
  const planted: Check = (program) =>
    checkInDouble({
      ...program,
      evaluate: (t, y, [first, ...weights]) => {
        const moved = first && { ...first, at: first.at.map((a) => affine(a, 1 + 1e-9)) };
        return program.evaluate(t, y, moved === undefined ? [] : [moved, ...weights]);
      },
    });
  const counts = await fuzz(planted, { seed: 1, programs: 200, failures: 1, depth: 0 });
  expect(counts.mismatches).toHaveLength(1);
});
