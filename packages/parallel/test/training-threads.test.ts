import { inlinePool } from "@symplectic-adjoint/parallel";
import { threadPool } from "@symplectic-adjoint/parallel/threads";
import { expect, test } from "vitest";
import { onSources } from "./support/on-sources.js";
import { lossesOf, train } from "./support/training.js";
import { tasks } from "./support/training-tasks.js";

const file = new URL("./support/training-tasks.ts", import.meta.url);

const steps = 100;
/** LONG=1 tries every number of threads with each task. */
const LONG = process.env.LONG === "1";

test.each(["float64", "cpu", "wasm"])(
  "The curve of %s is bitwise the same inline and on threads.",
  { timeout: 300_000 },
  async (task) => {
    const inline = inlinePool(tasks);
    const curve = await train(inline, { task, steps });
    await inline.close();
    const losses = lossesOf(curve);
    expect(losses.at(-1)).toBeLessThan(0.2 * (losses[0] as number));
    for (const threads of LONG || task === "float64" ? [1, 2, 3] : [3]) {
      const pool = threadPool({ tasks: file, threads, execArgv: onSources });
      expect(await train(pool, { task, steps })).toBe(curve);
      await pool.close();
    }
  },
);
