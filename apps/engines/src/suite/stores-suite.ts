import { half, hostMemory, hostStore, recordStore } from "@symplectic-adjoint/checkpoint-stores";
import { compressed } from "@symplectic-adjoint/checkpoint-stores/compressed";
import { type Backend, type CheckpointStore, settle } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import {
  type CheckpointOptions,
  checkpointPerStep,
  memoryStore,
  oneCheckpoint,
  solve,
  solveAsync,
  symplecticAdjoint,
  tfjs,
} from "symplectic-adjoint";
import { describe, expect, test } from "vitest";
import type { EngineUnderTest } from "./engine-under-test.js";
import { network } from "./problems/network.js";
import { prepareProblem } from "./problems/prepare-problem.js";
import { driveAsync } from "./support/drive-async.js";
import { numbersOf } from "./support/numbers-of.js";
import { shareOf } from "./support/share-of.js";

type MakeStore = <A>(backend: Backend<A>) => CheckpointStore<A>;

const times = [0, 0.4, 1];
const MANY = 1000;

const strategies = [
  ["symplecticAdjoint", symplecticAdjoint],
  [
    "symplecticAdjoint, stages included",
    (given: CheckpointOptions) => symplecticAdjoint({ ...given, contents: "stages" }),
  ],
  ["checkpointPerStep", checkpointPerStep],
  ["oneCheckpoint", oneCheckpoint],
] as const;

const stores: ReadonlyArray<readonly [string, MakeStore]> = [
  ["hostStore", hostStore],
  [
    "host memory, compressed",
    (backend) => recordStore(backend, hostMemory(), { codec: compressed() }),
  ],
];

const steps = [
  ["fixed steps", { method: "rk4", stepsPerInterval: 6 }],
  ["chosen steps", { method: "dopri5", rtol: 1e-3, atol: 1e-4 }],
] as const;

/**
 * Checkpoints in host memory: on every engine, the gradients are bitwise those with checkpoints in the engine's memory.
 */
export function storesSuite(engine: EngineUnderTest): void {
  const { name, readsSynchronously } = engine;
  const ways = stores.flatMap(([store, make]) =>
    steps.map((each) => [store, each[0], make, each[1]] as const),
  );

  describe.each(strategies)("Checkpoints of %s", (title, strategy) => {
    /** The gradients with a store, as numbers. */
    async function gradientsWith(store: MakeStore, options: object): Promise<unknown> {
      const { f, y0, pulledBack } = prepareProblem(network, times.length);
      const adjoint = strategy({ store });
      const solution = await solveAsync(f, y0, times, { ...options, adjoint });
      const found = await pulledBack(solution);
      const numbers = await numbersIn([...found.y0, ...found.parameters]);
      tf.dispose([...found.y0, ...found.parameters]);
      // A second pass finds the same checkpoints.
      const again = await pulledBack(solution);
      expect(await numbersIn([...again.y0, ...again.parameters])).toEqual(numbers);
      solution.dispose();
      return numbers;
    }

    const titles = strategies.map(([each]) => each);
    test.each(shareOf(engine, ways, title, titles))(
      "in %s, with %s, give the gradients of memoryStore.",
      async (_store, _steps, make, options) => {
        expect(await gradientsWith(make, options)).toEqual(
          await gradientsWith(memoryStore, options),
        );
      },
    );

    test.runIf(readsSynchronously)("are read at once in a synchronous solve.", async () => {
      const { f, y0, cotangents } = prepareProblem(network, times.length);
      const numbers = [];
      for (const store of [hostStore, memoryStore]) {
        const solution = solve(f, y0, times, { method: "dopri5", adjoint: strategy({ store }) });
        const { y0: fromY0, parameters } = solution.pullback(cotangents);
        numbers.push(await numbersIn([...fromY0, ...parameters]));
        solution.dispose();
      }
      expect(numbers[0]).toEqual(numbers[1]);
    });
  });

  test("float16 makes gradients of three digits, which are not those of memoryStore.", async () => {
    const store: MakeStore = (backend) => recordStore(backend, hostMemory(), { codec: half });
    const norms: Array<number> = [];
    const all: Array<ReadonlyArray<number>> = [];
    for (const each of [store, memoryStore as MakeStore]) {
      const { f, y0, pulledBack } = prepareProblem(network, times.length);
      const adjoint = symplecticAdjoint({ store: each });
      const solution = await solveAsync(f, y0, times, {
        method: "rk4",
        stepsPerInterval: 6,
        adjoint,
      });
      const found = await pulledBack(solution);
      const numbers = (await numbersIn([...found.y0, ...found.parameters])).flat();
      all.push(numbers);
      norms.push(Math.hypot(...numbers));
      solution.dispose();
    }
    const [rough = [], exact = []] = all;
    const distance = Math.hypot(...rough.map((value, i) => value - (exact[i] as number)));
    expect(distance).toBeGreaterThan(0);
    expect(distance / (norms[1] as number)).toBeLessThan(5e-3);
  });

  test("Scalars, empty tensors and all bits of NaN come back from host memory as they were.", async () => {
    const bits = Uint32Array.of(0x7fc12345, 0xffc00001, 0x80000000, 0x00000001);
    const state = [
      tf.tensor2d(new Float32Array(bits.buffer), [2, 2]),
      tf.scalar(0.1),
      tf.zeros([0, 3]),
    ];
    const store = hostStore(tfjs);
    await driveAsync(settle(store.put(0, state)));
    tf.dispose(state);
    const found = await driveAsync(settle(store.get(0)));
    expect(found.map(({ shape }) => shape)).toEqual([[2, 2], [], [0, 3]]);
    const [nan, scalar, empty] = await Promise.all(found.map((leaf) => leaf.data()));
    const view = nan as Float32Array;
    expect(new Uint32Array(view.buffer, view.byteOffset, 4)).toEqual(bits);
    expect(Array.from(scalar as Float32Array)).toEqual([Math.fround(0.1)]);
    expect(empty).toHaveLength(0);
    store.clear();
  });

  test(`The engine's memory stays as it is over ${MANY} steps.`, async () => {
    const w = tf.variable(
      tf.tensor2d([
        [0, 1],
        [-1, 0],
      ]),
    );
    const y0 = tf.ones([64, 2]);
    const f = (_t: number, y: tf.Tensor) => tf.tanh(tf.matMul(y, w));
    /** Bytes of the engine after each step, or of its device if it tells. */
    const bytesWith = async (store: MakeStore) => {
      const bytes: Array<number> = [];
      const solution = await solveAsync(f, y0, [0, 10], {
        ...{ method: "euler", stepsPerInterval: MANY, adjoint: symplecticAdjoint({ store }) },
        onStep: () => bytes.push(deviceBytes()),
      });
      const { parameters } = await solution.pullbackAsync(tf.onesLike(solution.ys));
      const gradient = await numbersIn(parameters);
      tf.dispose([...parameters]);
      solution.dispose();
      return { bytes, gradient };
    };
    const state = 64 * 2 * 4;
    const host = await bytesWith(hostStore);
    const memory = await bytesWith(memoryStore);
    expect(host.gradient).toEqual(memory.gradient);
    const growth = ({ bytes }: typeof host) =>
      Math.max(...bytes.slice(MANY / 10)) - Math.max(...bytes.slice(0, MANY / 10));
    expect(growth(memory)).toBeGreaterThanOrEqual(0.89 * MANY * state);
    // One or two more pending reads.
    expect(growth(host), name).toBeLessThanOrEqual(4 * state);
  });
}

function deviceBytes(): number {
  const { numBytes, numBytesInGPU } = tf.memory() as tf.MemoryInfo & { numBytesInGPU?: number };
  return numBytesInGPU ?? numBytes;
}

async function numbersIn(tensors: ReadonlyArray<tf.Tensor>): Promise<Array<Array<number>>> {
  const lists: Array<Array<number>> = [];
  for (const tensor of tensors) lists.push(Array.from(await numbersOf(tensor)));
  return lists;
}
