import * as tf from "@tensorflow/tfjs";
import { measureMemory, solveAsync } from "symplectic-adjoint";
import { describe, expect, test } from "vitest";
import type { EngineUnderTest } from "./engine-under-test.js";
import { strategies } from "./support/strategies.js";

const rough = { method: "bosh3", rtol: 1e-3, atol: 1e-4 } as const;
const times = [0, 0.5, 1];

type Dynamics = (t: number, y: tf.Tensor) => tf.Tensor;

/** Wraps f so that it throws at the n-th evaluation. */
function failingAt(n: number, f: Dynamics): Dynamics {
  let calls = 0;
  return (t, y) => {
    const dy = f(t, y);
    if (++calls === n) throw new Error("on purpose");
    return dy;
  };
}

/** Solutions leak no tensor and no byte, however they end. */
export function leaksSuite(_engine: EngineUnderTest): void {
  describe.each(strategies)("Nothing is left by $name", ({ adjoint }) => {
    /** A state, a parameter and f on the engine, created before counting. */
    const problem = () => {
      const w = tf.variable(tf.scalar(-0.7));
      const f: Dynamics = (_t, y) => tf.tanh(tf.mul(y, w));
      return { f, y0: tf.tensor2d([[1, 2]]) };
    };

    /** A solution and its gradient, all disposed of. */
    const differentiate = async (f: Dynamics, y0: tf.Tensor, options: object = {}) => {
      const solution = await solveAsync(f, y0, times, { ...rough, ...options, adjoint: adjoint() });
      try {
        if (solution.outcome.kind !== "success") return solution;
        const { y0: fromY0, parameters } = await solution.pullbackAsync(solution.ys);
        tf.dispose([fromY0, ...parameters]);
        return solution;
      } finally {
        solution.dispose();
      }
    };

    /** What `body` leaks. Counted before the scope of the test ends, which would free tensors that are not kept. */
    const left = async (body: () => Promise<unknown>) => {
      const before = tf.memory().numTensors;
      const { remainingBytes, remainingBuffers } = await measureMemory(body);
      return { tensors: tf.memory().numTensors - before, remainingBytes, remainingBuffers };
    };
    const nothing = { tensors: 0, remainingBytes: 0, remainingBuffers: 0 };

    test("after a solution, its pullback and dispose().", async () => {
      const { f, y0 } = problem();
      expect(await left(() => differentiate(f, y0))).toEqual(nothing);
    });

    test("after rejected steps.", async () => {
      const { f, y0 } = problem();
      let rejected = 0;
      const fast: Dynamics = (t, y) => tf.mul(f(t, y), 6);
      const body = async () => {
        const { stats } = await differentiate(fast, y0, { firstStep: 1 });
        rejected = stats.forward.rejected;
      };
      expect(await left(body)).toEqual(nothing);
      expect(rejected).toBeGreaterThan(0);
    });

    test("after f threw, at whichever evaluation, forward or backward.", async () => {
      const { f, y0 } = problem();
      for (let n = 1, threw = true; threw; n += 4) {
        threw = false;
        const body = async () => {
          await differentiate(failingAt(n, f), y0).catch(({ message }: Error) => {
            expect(message).toBe("on purpose");
            threw = true;
          });
        };
        expect(await left(body), `f throwing at evaluation ${n}`).toEqual(nothing);
        if (!threw) expect(n).toBeGreaterThan(10);
      }
    });

    test("after an abort.", async () => {
      const { f, y0 } = problem();
      const signal = { aborted: false };
      const onStep = () => {
        signal.aborted = true;
      };
      let kind: string | undefined;
      const body = async () => {
        const { outcome } = await differentiate(f, y0, { signal, onStep });
        kind = outcome.kind;
      };
      expect(await left(body)).toEqual(nothing);
      expect(kind).toBe("aborted");
    });

    test("on the device, however often it is done.", async () => {
      const { f, y0 } = problem();
      const onDevice = async () => {
        for (let i = 0; i < 2; i++) await differentiate(f, y0);
        // Disposed buffers are released after earlier commands have been submitted, which a read ensures.
        const probe = tf.square(y0);
        await probe.data();
        probe.dispose();
        // The GPU engines report the bytes of the device in use, and those kept for reuse.
        return Object.entries(tf.memory()).filter(([name]) => name.includes("InGPU"));
      };
      const first = await onDevice();
      expect(await onDevice()).toEqual(first);
    });
  });
}
