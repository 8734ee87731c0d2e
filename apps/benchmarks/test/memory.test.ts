import { useCpu } from "@symplectic-adjoint/backend-cpu";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { checkRows, withoutCheckpoints } from "../src/memory/check-rows.js";
import { type MemoryRow, memoryRow } from "../src/memory/memory-row.js";

// As in the benchmark, with a network small enough for a test, and wide enough for its record to outweigh all else.
const SIZES = { features: 4, hidden: 32, batch: 16 };
const DEPTHS = [
  { layers: 2, methods: ["rk4", "dopri5", "dopri8"] },
  { layers: 5, methods: ["rk4", "dopri5"] },
] as const;

let rows: ReadonlyArray<MemoryRow>;

beforeAll(async () => {
  tf.enableProdMode();
  await useCpu();
  rows = DEPTHS.flatMap(({ layers, methods }) =>
    methods.flatMap((method) =>
      [4, 64].map((steps) => memoryRow({ layers, method, steps, ...SIZES })),
    ),
  );
});

const rest = ({ strategies }: MemoryRow) => withoutCheckpoints(strategies.odeintSymplecticAdjoint);
const of = (layers: number, method: string, steps: number) =>
  rows.find(
    (row) => row.layers === layers && row.method === method && row.steps === steps,
  ) as MemoryRow;

describe("the memory of the symplectic adjoint", () => {
  it("is, apart from its checkpoints, the same for 4 and for 64 steps.", () => {
    for (const { layers, methods } of DEPTHS)
      for (const method of methods)
        expect(rest(of(layers, method, 64))).toBe(rest(of(layers, method, 4)));
  });

  it("grows with the stages by states only, by as many for each.", () => {
    const state = SIZES.batch * SIZES.features * 4;
    const [four, six, thirteen] = DEPTHS[0].methods.map((method) => rest(of(2, method, 4))) as [
      number,
      number,
      number,
    ];
    const states = (six - four) / 2 / state;
    expect(Number.isInteger(states)).toBe(true);
    expect((thirteen - six) / 7 / state).toBe(states);
    // A deeper network makes the record of f larger, and changes nothing in that.
    expect((rest(of(5, "dopri5", 4)) - rest(of(5, "rk4", 4))) / 2 / state).toBe(states);
  });

  it("holds one state per step between the passes, the first of them being y0 itself.", () => {
    for (const { steps, strategies } of rows) {
      const { held, state } = strategies.odeintSymplecticAdjoint;
      expect(held).toBe((steps - 1) * state);
    }
  });

  it("is the same to the byte in a second run.", () => {
    for (const { again, strategies } of rows)
      expect(again).toEqual(strategies.odeintSymplecticAdjoint);
  });

  it("is the least of all exact strategies, for every depth, method and number of steps.", () => {
    for (const { strategies } of rows) {
      const { odeint, odeintOnecheckpoint, odeintCheckpoint, odeintSymplecticAdjoint } = strategies;
      for (const other of [odeint, odeintOnecheckpoint, odeintCheckpoint])
        expect(odeintSymplecticAdjoint.peak).toBeLessThan(other.peak);
    }
  });

  it("is what the benchmark's own checks find in order.", () => {
    expect(checkRows(rows)).toEqual([]);
  });
});
