import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { useCpu } from "@symplectic-adjoint/backend-cpu";
import { useWasm } from "@symplectic-adjoint/backend-wasm";
import { recordStore } from "@symplectic-adjoint/checkpoint-stores";
import { compressed } from "@symplectic-adjoint/checkpoint-stores/compressed";
import { fileStorage, fileStore } from "@symplectic-adjoint/checkpoint-stores/node";
import type { Backend, CheckpointStore } from "@symplectic-adjoint/core";
import { bisecting, lotkaVolterra } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import {
  type CheckpointOptions,
  checkpointPerStep,
  float64,
  memoryStore,
  solve,
  solveAsync,
  symplecticAdjoint,
} from "symplectic-adjoint";
import { afterAll, describe, expect, test } from "vitest";

type MakeStore = <A>(backend: Backend<A>) => CheckpointStore<A>;

const folder = mkdtempSync(join(tmpdir(), "file-store-"));
afterAll(() => rmSync(folder, { recursive: true }));

const files = () => readdirSync(folder);
const strategies = [
  ["symplecticAdjoint", symplecticAdjoint],
  [
    "symplecticAdjoint, stages included",
    (given: CheckpointOptions) => symplecticAdjoint({ ...given, contents: "stages" }),
  ],
  [
    "symplecticAdjoint, stages included in some checkpoints",
    (given: CheckpointOptions) =>
      symplecticAdjoint({ ...given, contents: "stages", schedule: bisecting }),
  ],
  ["checkpointPerStep", checkpointPerStep],
] as const;
const stores: ReadonlyArray<readonly [string, MakeStore]> = [
  ["a file", fileStore({ folder })],
  ["a file, compressed", fileStore({ folder, codec: compressed() })],
];

describe.each(strategies)("%s in float64", (_, strategy) => {
  const problem = lotkaVolterra();
  const times = [0, 1, 3];
  const cotangents = Float64Array.of(0, 0, 1, 0.5, -0.25, 2);
  const options = (store: MakeStore) =>
    ({ backend: float64, rtol: 1e-9, atol: 1e-9, adjoint: strategy({ store }) }) as const;

  test.each(stores)(
    "has the gradients of memoryStore with %s, awaited or not.",
    async (_name, store) => {
      const expected = solve(problem, problem.y0, times, options(memoryStore)).pullback(cotangents);
      const solution = solve(problem, problem.y0, times, options(store));
      expect(files()).toHaveLength(1);
      for (let i = 0; i < 2; i++) expect(solution.pullback(cotangents)).toEqual(expected);
      solution.dispose();
      expect(files()).toEqual([]);
      const awaited = await solveAsync(problem, problem.y0, times, options(store));
      expect(await awaited.pullbackAsync(cotangents)).toEqual(expected);
      awaited.dispose();
      expect(files()).toEqual([]);
    },
  );

  test("leaves no file behind when f fails, or the solve is aborted.", async () => {
    let calls = 0;
    const failing = {
      ...problem,
      evaluate(...args: Parameters<typeof problem.evaluate>) {
        if (++calls === 200) throw new Error("on purpose");
        problem.evaluate(...args);
      },
    };
    const store = fileStore({ folder });
    expect(() => solve(failing, problem.y0, times, options(store))).toThrow("on purpose");
    expect(files()).toEqual([]);
    const controller = new AbortController();
    const solution = await solveAsync(problem, problem.y0, times, {
      ...options(store),
      signal: controller.signal,
      onStep: ({ t }) => {
        if (t > 1) controller.abort();
      },
    });
    expect(solution.outcome.kind).toBe("aborted");
    solution.dispose();
    expect(files()).toEqual([]);
  });
});

describe.each([
  ["cpu", useCpu],
  ["wasm", useWasm],
] as const)("On the engine %s", (_, use) => {
  // Larger than a page, so that the file is written and read.
  const size = 200;

  test.each(stores)("%s has the same gradients as memoryStore.", async (_name, store) => {
    const engine = await use();
    const tensors = tf.memory().numTensors;
    const weights = tf.randomNormal([size, size], 0, 0.05, "float32", 1);
    const w = tf.variable(weights as tf.Tensor2D);
    const y0 = tf.randomNormal([400, size], 0, 1, "float32", 2);
    const f = (_t: number, y: tf.Tensor) => tf.tanh(tf.matMul(y as tf.Tensor2D, w));
    const gradients = async (make: MakeStore, awaits: boolean) => {
      const options = {
        method: "rk4",
        stepsPerInterval: 12,
        adjoint: symplecticAdjoint({ store: make }),
      } as const;
      const solution = awaits
        ? await solveAsync(f, y0, [0, 1], options)
        : solve(f, y0, [0, 1], options);
      const ones = tf.onesLike(solution.ys);
      const { y0: fromY0, parameters } = awaits
        ? await solution.pullbackAsync(ones)
        : solution.pullback(ones);
      const numbers = [fromY0, ...parameters].map((tensor) => tensor.dataSync().slice());
      tf.dispose([ones, fromY0, ...parameters]);
      solution.dispose();
      return numbers;
    };
    const expected = await gradients(memoryStore, false);
    expect(await gradients(store, false)).toEqual(expected);
    expect(await gradients(store, true)).toEqual(expected);
    expect(files()).toEqual([]);
    tf.dispose([weights, w, y0]);
    expect(tf.memory().numTensors).toBe(tensors);
    await engine.undo();
  });
});

test("A synchronous function within optimizer.minimize trains with a file as with memory.", async () => {
  const engine = await useCpu();
  const trained: Array<number> = [];
  for (const store of [fileStore({ folder }), memoryStore as MakeStore]) {
    const initial = tf.scalar(-0.5);
    const rate = tf.variable(initial);
    const y0 = tf.ones([100]);
    const optimizer = tf.train.sgd(0.1);
    const f = (_t: number, y: tf.Tensor) => tf.mul(rate, y);
    const adjoint = symplecticAdjoint({ store });
    for (let i = 0; i < 3; i++) {
      let solution: { dispose(): void } | undefined;
      optimizer.minimize(() => {
        const solved = solve(f, y0, [0, 1], { adjoint, method: "rk4", stepsPerInterval: 5 });
        solution = solved;
        return tf.mean(solved.ys) as tf.Scalar;
      });
      solution?.dispose();
    }
    trained.push(rate.dataSync()[0] as number);
    tf.dispose([initial, rate, y0]);
    optimizer.dispose();
  }
  expect(trained[0]).toBe(trained[1]);
  expect(files()).toEqual([]);
  await engine.undo();
});

/** Starts a process that stops, or exits, in its backward pass. */
function startChild(...args: ReadonlyArray<string>): ChildProcess {
  const script = fileURLToPath(new URL("support/killed-in-backward-pass.ts", import.meta.url));
  const options = ["--conditions=@symplectic-adjoint/source", "--import", "tsx"];
  return spawn(process.execPath, [...options, script, folder, ...args], {
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    stdio: ["ignore", "pipe", "inherit"],
  });
}

test("A process that is killed in the backward pass leaves a file, which the next start removes.", async () => {
  const child = startChild();
  const ended = once(child, "exit");
  const said = once(child.stdout as Readable, "data").then(([bytes]) => `${bytes}`);
  expect(await Promise.race([said, ended])).toBe("backward\n");
  expect(files()).toHaveLength(1);
  // Its process still runs: the file stays.
  fileStorage({ folder });
  expect(files()).toHaveLength(1);
  child.kill("SIGKILL");
  expect(await ended).toEqual([null, "SIGKILL"]);
  expect(files()).toHaveLength(1);
  recordStore(float64, fileStorage({ folder }));
  expect(files()).toEqual([]);
});

test("A process that exits in the middle of a solve leaves no file.", async () => {
  expect(await once(startChild("exit"), "exit")).toEqual([3, null]);
  expect(files()).toEqual([]);
});
