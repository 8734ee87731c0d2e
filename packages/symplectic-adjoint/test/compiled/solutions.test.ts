import { compiled } from "@symplectic-adjoint/compile";
import { backendFor, type DynamicsBackend } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it, vi } from "vitest";
import {
  checkGradient,
  continuousAdjoint,
  disposeAbandonedTape,
  odeint,
  odeintEvent,
  odeintEventAsync,
  odeintSymplecticAdjoint,
  planMemory,
  solve,
  solveAsync,
  tfjs,
} from "../../src/index.js";
import { expectClose } from "../support/tfjs/expect-close.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { memoriesMade } from "./support/memories-made.js";
import { startOf, wavingNetwork } from "./support/waving-network.js";

const time = "tensor";
const fixed = { method: "rk4", stepsPerInterval: 5, time } as const;
const asAny = (value: unknown) => value as never;

onEachEngine("A compiled function", (engine) => {
  const both = () => {
    const { f, weights } = wavingNetwork();
    return { f, weights, g: compiled(f, { time }) };
  };

  describe("in solve", () => {
    const everything = {
      ...{ time, dense: true, interpolate: true, rtol: 1e-5, atol: 1e-6 },
      save: (t: tf.Scalar, y: tf.Tensor) => [tf.sum(tf.mul(y, t)), tf.square(y)],
      events: [
        {
          condition: (_t: tf.Scalar, y: tf.Tensor) => tf.sub(tf.mean(y), 0.1),
          reset: (_t: tf.Scalar, y: tf.Tensor) => tf.mul(y, -0.9),
        },
      ],
    };

    it("has events, resets, what is saved, dense output, and the gradients of all.", () => {
      const { f, g } = both();
      const run = (func: unknown) => {
        const t = tf.tensor1d([0, 0.7, 2]);
        const solution = solve(asAny(func), startOf(), t, asAny(everything)) as never as Solution;
        expect(solution.events?.which.length).toBeGreaterThan(0);
        const { times, states } = solution.events as NonNullable<Solution["events"]>;
        const dense = {
          t: [0.3, 1.1],
          states: tf.ones([2, 3, 2]),
          derivatives: tf.ones([2, 3, 2]),
        };
        const bars = solution.pullback([solution.ys[0], solution.ys[1]], {
          ...{ times: true, dense, events: { times: tf.onesLike(times), states } },
        });
        const all = [
          ...[...solution.ys, times, states, solution.evaluate([0.3, 1.1])],
          ...[solution.derivative(0.5), bars.y0, bars.t as tf.Tensor, ...bars.parameters],
        ].map((tensor) => tf.clone(tensor));
        solution.dispose();
        return all;
      };
      const [found, expected] = [run(g), run(f)];
      expect(found.length).toBe(expected.length);
      for (const [i, tensor] of found.entries()) {
        expect(tensor.shape).toEqual(expected[i]?.shape);
        expectClose(tensor, expected[i] as tf.Tensor, 3e-4);
      }
    });

    it("shows its state to onStep and to norms.", () => {
      const { f, g } = both();
      const run = (func: unknown) => {
        const seen: Array<number> = [];
        const onStep = ({ state }: { state(): tf.Tensor }) => {
          const before = tf.memory().numTensors;
          seen.push(...state().dataSync(), ...state().dataSync());
          expect(tf.memory().numTensors - before).toBeLessThanOrEqual(1);
        };
        const norm = (error: tf.Tensor) => tf.max(tf.abs(error));
        const adjoint = continuousAdjoint({
          norm: ({ lambda }) => tf.max(tf.abs(lambda[0] as never)) as never,
        });
        const given = { time, onStep, norm, adjoint, rtol: 1e-4, atol: 1e-5 };
        const solution = solve(asAny(func), startOf(), [0, 1], asAny(given)) as never as Solution;
        const bars = solution.pullback(tf.onesLike(solution.ys as never) as never);
        solution.dispose();
        return [tf.tensor1d(seen), bars.y0];
      };
      const [found, expected] = [run(g), run(f)];
      expectClose(found[0] as tf.Tensor, expected[0] as tf.Tensor, 1e-4);
      expectClose(found[1] as tf.Tensor, expected[1] as tf.Tensor, 1e-3);
    });

    it("says how it was run, and counts traces.", async () => {
      const { g } = both();
      const run = (y0: tf.Tensor) => {
        const solution = solve(asAny(g), y0, [0, 1], asAny(fixed));
        solution.dispose();
        return solution.stats.compiled;
      };
      expect(run(startOf())).toMatchObject({ precision: "float32", traces: 1 });
      expect(run(startOf())).toMatchObject({ traces: 1 });
      expect(run(tf.ones([1, 2]))).toMatchObject({ traces: 2 });
      const solution = await solveAsync(asAny(g), startOf(), [0, 1], asAny(fixed));
      expect(solution.stats.compiled).toMatchObject({ traces: 2 });
      solution.dispose();
    });

    it("finds a parameter that changed between the passes.", () => {
      const { g, weights } = both();
      const solution = solve(asAny(g), startOf(), [0, 1], asAny(fixed)) as never as Solution;
      weights[0]?.assign(tf.zerosLike(weights[0]));
      expect(() => solution.pullback(solution.ys as never)).toThrow(/changed/);
      solution.dispose();
    });
  });

  it("ends at an event with its gradients, also asynchronously.", async () => {
    const gravity = tf.variable(tf.scalar(8));
    const fall = compiled((_t: number, [, v]: [tf.Scalar, tf.Scalar]) => [v, tf.neg(gravity)]);
    const event = (_t: number, [x]: [tf.Scalar, tf.Scalar]) => x;
    const y0 = [tf.scalar(1), tf.scalar(0)];
    const { value, grads } = tf.variableGrads(
      () => odeintEvent(asAny(fall), y0, 0, { event: asAny(event) }).t,
    );
    expect(value.dataSync()[0]).toBeCloseTo(0.5, 6);
    expect(grads[gravity.name]?.dataSync()[0]).toBeCloseTo(-0.5 / 16, 6);
    const solution = await odeintEventAsync(asAny(fall), y0, 0, { event: asAny(event) });
    expect(solution.t.dataSync()[0]).toBeCloseTo(0.5, 6);
    const bars = tf.grads(
      (x: tf.Tensor, v: tf.Tensor) =>
        (solution as { differentiable(y0: unknown): { t: tf.Scalar } }).differentiable([x, v]).t,
    )(y0);
    // t* = (v + √(v² + 2 g x)) / g.
    expect(bars.map((bar) => bar.dataSync()[0])).toEqual(
      [0.25, 0.125].map((bar) => expect.closeTo(bar, 6)),
    );
    solution.dispose();
    tf.dispose(bars);
  });

  it("is a layers model.", () => {
    const layers = [
      tf.layers.dense({ units: 8, activation: "tanh", inputShape: [2] }),
      tf.layers.dense({ units: 2 }),
    ];
    const model = tf.sequential({ layers });
    const run = (func: unknown) => {
      const { value, grads } = tf.variableGrads(() =>
        tf.sum(
          tf.square(
            odeintSymplecticAdjoint(asAny(func), startOf(), [0, 1], { method: "rk4" }) as never,
          ),
        ),
      );
      return [value, ...Object.values(grads)];
    };
    const [found, expected] = [run(compiled(model)), run(model)];
    expect(found.length).toBe(5);
    for (const [i, tensor] of found.entries()) expectClose(tensor, expected[i] as tf.Tensor, 1e-5);
    model.dispose();
  });

  it("may use tf.grad inside, as a Hamiltonian network does.", () => {
    const { weights } = wavingNetwork();
    const [w, b, , v] = weights as [tf.Variable, tf.Variable, tf.Variable, tf.Variable];
    const energy = (y: tf.Tensor) =>
      tf.sum(tf.matMul(tf.tanh(tf.add(tf.matMul(y, w), b)), v)) as tf.Scalar;
    const f = (_t: number, y: tf.Tensor) => {
      const [q, p] = tf.split(tf.grad(energy)(y), 2, 1) as [tf.Tensor, tf.Tensor];
      return tf.concat([p, tf.neg(q)], 1);
    };
    const run = (func: unknown) => {
      const { value, grads } = tf.variableGrads(() =>
        tf.sum(
          tf.square(
            odeint(asAny(func), startOf(), [0, 1], { method: "rk4", stepsPerInterval: 4 }) as never,
          ),
        ),
      );
      return [value, ...[w, b, v].map(({ name }) => grads[name] as tf.Tensor)];
    };
    const [found, expected] = [run(compiled(f)), run(f)];
    for (const [i, tensor] of found.entries()) expectClose(tensor, expected[i] as tf.Tensor, 2e-5);
  });

  it("has its gradient checked in double precision.", async () => {
    const { f, g } = both();
    const given = { time, rtol: 1e-4, atol: 1e-5 } as const;
    const report = await checkGradient(asAny(g), startOf(), [0, 1], asAny(given));
    expect(report).toMatchObject({ precision: "float64" });
    expect(report.tolerance).toBeLessThan(1e-7);
    expect(report.largestError).toBeLessThan(1e-8);
    expect(new Set(report.comparisons.map(({ verdict }) => verdict))).toEqual(new Set(["agrees"]));
    const other = await checkGradient(asAny(f), startOf(), [0, 1], asAny(given));
    expect(other.precision).toBe("float32");
  });

  it("has its memory planned.", () => {
    const { g } = both();
    const plan = planMemory(
      asAny(g),
      startOf(),
      [0, 1],
      asAny({ ...fixed, memoryBudget: "1 MiB" }),
    );
    const solution = solve(asAny(g), startOf(), [0, 1], asAny(fixed));
    const { bytes } = solution.stats.compiled as { bytes: number };
    expect(bytes).toBeGreaterThan(0);
    expect(plan.kinds.working).toBeGreaterThanOrEqual(bytes);
    expect(plan.peak).toBeGreaterThan(bytes);
    expect(plan.measured).toBe(true);
    solution.dispose();
  });

  it("has memory of programs that is known before the first step, to the byte.", () => {
    const { f } = wavingNetwork();
    const g = compiled(f, { time, executor: "wasm" });
    // Each state takes a quarter of a page of WebAssembly's memory: the steps do not fit into what is left of one.
    const y0 = tf.ones([2000, 2]);
    const memories = memoriesMade();
    try {
      for (const method of ["rk4", "dopri5"] as const) {
        const options = asAny({ method, stepsPerInterval: 3, time, memoryBudget: "8 MiB" });
        const plan = planMemory(asAny(g), y0, [0, 1], options);
        const before = memories.bytes();
        const solution = solve(asAny(g), y0, [0, 1], options);
        solution.pullback(solution.ys as never);
        const { bytes } = solution.stats.compiled as { bytes: number };
        expect(bytes).toBe(before);
        expect(memories.bytes()).toBe(before);
        expect(planMemory(asAny(g), y0, [0, 1], options)).toEqual(plan);
        solution.dispose();
      }
    } finally {
      memories.restore();
    }
  });

  it("leaves nothing behind if f throws while it is traced, or a callback while it runs.", () => {
    const { g } = both();
    const failing = compiled((_t: number, y: tf.Tensor) => {
      tf.square(y);
      throw new Error("mine");
    });
    expect(() => odeint(asAny(failing), startOf(), [0, 1])).toThrow("mine");
    const onStep = ({ state }: { state(): tf.Tensor }) => {
      state();
      throw new Error("yours");
    };
    expect(() => odeint(asAny(g), startOf(), [0, 1], asAny({ time, onStep }))).toThrow("yours");
    expect(() =>
      tf.grad((y0: tf.Tensor) =>
        tf.sum(odeint(asAny(g), y0, [0, 1], asAny({ time, onStep })) as never),
      )(startOf()),
    ).toThrow("yours");
    disposeAbandonedTape();
    expect(tf.getBackend()).toBe(engine);
  });

  describe("that uses what cannot be compiled", () => {
    const unsupported = (_t: number, y: tf.Tensor) => tf.neg(tf.topk(y, 2).values);

    it("is an error that names the operation.", () => {
      expect(() => odeint(asAny(compiled(unsupported)), startOf(), [0, 1])).toThrow(/TopK/);
    });

    it("is interpreted if it may be, and the solution says so.", () => {
      const g = compiled(unsupported, { onUnsupported: "interpret" });
      const solution = solve(asAny(g), startOf(), [0, 1], { differentiate: false });
      expectClose(
        solution.ys as never as tf.Tensor,
        odeint(asAny(unsupported), startOf(), [0, 1]) as never as tf.Tensor,
        1e-6,
      );
      expect(solution.stats.compiled).toEqual({ interpreted: expect.stringMatching(/cannot/) });
      solution.dispose();
    });

    it("is interpreted alone if it is saved.", () => {
      const { f, g } = both();
      const free = compiled(f, { time, onUnsupported: "interpret" });
      const save = (_t: tf.Scalar, y: tf.Tensor) => unsupported(0, y);
      expect(() => solve(asAny(g), startOf(), [0, 1], asAny({ ...fixed, save }))).toThrow(/cannot/);
      const given = { ...fixed, save, differentiate: false };
      const run = (func: unknown) =>
        solve(asAny(func), startOf(), [0, 1], asAny(given)) as never as Solution;
      const [found, expected] = [run(free), run(f)];
      expect(found.stats.compiled).toMatchObject({ precision: "float32", interpreted: ["save"] });
      expectClose(found.ys as never as tf.Tensor, expected.ys as never as tf.Tensor, 1e-5);
      found.dispose();
      expected.dispose();
    });
  });

  it.each(["webgl", "webgpu"])("runs as it is on %s, and says so.", (gpu) => {
    const { g } = both();
    const request = { y0: startOf(), differentiate: true };
    const named = vi.spyOn(tf.engine(), "backendName", "get").mockReturnValue(gpu);
    const chosen = backendFor(
      g as unknown,
      tfjs as DynamicsBackend<tf.Tensor, unknown>,
      () => request,
    );
    named.mockRestore();
    expect(chosen.name).toBe("tfjs");
    const [y0, structure] = [[request.y0], { kind: "leaf" }] as const;
    const { compilation } = chosen.dynamics(g, { t0: 0, y0, structure, differentiate: true });
    expect(compilation).toEqual({ interpreted: expect.stringContaining(gpu) });
  });
});

interface Solution {
  readonly ys: ReadonlyArray<tf.Tensor>;
  readonly stats: { readonly compiled?: unknown };
  readonly events?: {
    readonly which: ReadonlyArray<number>;
    readonly times: tf.Tensor;
    readonly states: tf.Tensor;
  };
  evaluate(t: unknown): tf.Tensor;
  derivative(t: unknown): tf.Tensor;
  pullback(
    ys: unknown,
    options?: unknown,
  ): {
    readonly y0: tf.Tensor;
    readonly t?: tf.Tensor;
    readonly parameters: ReadonlyArray<tf.Tensor>;
  };
  dispose(): void;
}
