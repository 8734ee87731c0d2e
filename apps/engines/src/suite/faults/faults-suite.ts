import * as tf from "@tensorflow/tfjs";
import { disposeAbandonedTape } from "symplectic-adjoint";
import { describe, expect, test } from "vitest";
import { strategies } from "../support/strategies.js";
import { engineSnapshot } from "./engine-snapshot.js";
import { type FaultMode, type FaultSetting, faultModes } from "./fault-modes.js";
import { type FaultProblem, faultProblems } from "./fault-problems.js";
import { callFaults, type FaultSite, kernelFaults, readFaults } from "./faults.js";
import { outsideOfScopes } from "./outside-of-scopes.js";

/** Options of the suite. */
export interface FaultsSuiteOptions {
  /** Default: all. */
  readonly modes?: ReadonlyArray<FaultMode>;
  /**
   * Whether every kernel fails, one at a time, and the whole computation is repeated after each. Otherwise, as by default,
   * every third does, and it is repeated after every tenth fault.
   */
  readonly thorough?: boolean;
  /** Called with a line of counts for each strategy and mode. */
  readonly report?: (line: string) => void;
}

/** Stop after this number of complaints. */
const ENOUGH = 20;

/**
 * Fault injection: the k-th kernel or upload, for one k in three unless the suite is thorough; the k-th read and the k-th call
 * of f, for all k; forward and backward. The injected error must propagate, nothing may leak, the engine's state must be
 * unchanged, and the next result must be bitwise correct.
 */
export function faultsSuite({
  modes = faultModes,
  thorough = false,
  report = () => {},
}: FaultsSuiteOptions = {}): void {
  const rerunEvery = thorough ? 1 : 10;
  describe.each(faultProblems)("Nothing is left, of $title,", (problem) => {
    describe.each(strategies)("by $name", (strategy) => {
      test.each(modes)("$title, whatever fails.", { timeout: 300_000 }, async (mode) => {
        const calls = callFaults();
        let site: FaultSite = calls;
        const setting: FaultSetting = {
          strategy,
          problem,
          ...tensorsOf(problem),
          dynamics: (weights) => calls.counting(problem.dynamics(weights)),
          aside: (body) => site.aside(body),
        };
        const sites = [
          ["kernels", kernelFaults, thorough ? 1 : 3],
          ["reads", readFaults, 1],
          ["calls of f", () => calls, 1],
        ] as const;
        const complaints: Array<string> = [];
        const counts: Array<string> = [];
        await outsideOfScopes(async () => {
          const run = () => mode.run(setting);
          const expected = String(await run());
          for (const [what, make, stride] of sites) {
            site = make();
            try {
              const trial = { site, run, expected, stride, rerunEvery, onTape: mode.onTape };
              const failed = await failAll(trial, (text) => complaints.push(`${what} ${text}`));
              counts.push(`${failed} ${what}`);
            } finally {
              site.remove();
            }
          }
        });
        report(`${problem.title}: ${strategy.name} ${mode.title}: ${counts.join(", ")} failed`);
        expect(complaints).toEqual([]);
      });
    });
  });
}

interface Trial {
  readonly site: FaultSite;
  readonly run: () => Promise<ReadonlyArray<number>>;
  readonly expected: string;
  /** From one fault to the next. */
  readonly stride: number;
  readonly rerunEvery: number;
  readonly onTape: boolean;
}

/** Makes one occurrence fail after the other, from the first, until none is left. Returns the number of faults. */
async function failAll(
  { site, run, expected, stride, rerunEvery, onTape }: Trial,
  complain: (text: string) => number,
): Promise<number> {
  let before = engineSnapshot();
  for (let k = 1, faults = 0; ; k += stride, faults++) {
    const fault = site.arm(k);
    let thrown: unknown;
    let result: string | undefined;
    try {
      result = String(await run());
    } catch (error) {
      thrown = error;
    }
    site.disarm();
    // TensorFlow.js abandons the tape of a tf.grads that threw.
    if (onTape && thrown !== undefined) disposeAbandonedTape();
    const after = engineSnapshot();
    let complaints = 0;
    for (const [name, value] of Object.entries(before)) {
      const now = after[name as keyof typeof after];
      if (now !== value) complaints = complain(`${k} (${thrown}): ${name} is ${now}, was ${value}`);
    }
    before = after;
    if (result !== undefined) {
      if (result !== expected) complain(`${k}: without a fault, the result differs`);
      return faults;
    }
    if (thrown !== fault) complaints = complain(`${k}: another error: ${(thrown as Error)?.stack}`);
    if (faults % rerunEvery === 0 && String(await run()) !== expected)
      complaints = complain(`${k} (${thrown}): the next run differs`);
    if (complaints > ENOUGH) return faults;
  }
}

/** Resources shared by the runs of a test, created before counting. */
function tensorsOf(problem: FaultProblem): Pick<FaultSetting, "y0" | "weights" | "variables"> {
  const weights = problem.weights();
  return { y0: problem.y0(), weights, variables: weights.map((weight) => tf.variable(weight)) };
}
