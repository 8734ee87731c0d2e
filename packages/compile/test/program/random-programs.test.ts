import { describe, expect, it } from "vitest";
import { buildProgram } from "../../src/program/build-program.js";
import type { Slot } from "../../src/program/program.js";
import type { ProgramSource } from "../../src/program/program-source.js";
import { evaluateGraph } from "../reference/evaluate-graph.js";
import { expectClose } from "../support/expect-close.js";
import { poisoningProgram } from "../support/poisoning-program.js";
import { type RandomNumbers, randomNumbers } from "../support/random-numbers.js";
import { randomSource } from "../support/random-source.js";

// 295: the graph of units had a circle.
const seeds = [...Array.from({ length: 200 }, (_, seed) => seed), 295];

describe("a program", () => {
  it.each(seeds)("reads nothing that was not written, seed %i", (seed) => {
    const random = randomNumbers(seed);
    const source = randomSource(random);
    const program = buildProgram(source);
    const { inputs, outputs, bars } = program;
    const run = poisoningProgram(program);
    const write = (slots: ReadonlyArray<Slot>, arrays: ReadonlyArray<Float64Array>) => {
      for (const [i, { offset }] of slots.entries())
        run.memory.set(arrays[i] as Float64Array, offset);
    };
    const read = (slots: ReadonlyArray<Slot>) =>
      slots.map(({ offset, length }) => run.memory.slice(offset, offset + length));
    const first = randomInputs(random, source);
    write(inputs.parameters, first.parameter);
    write(inputs.captured, first.captured);
    run.prelude();
    const sums = zerosLike(first.parameter);
    write(bars.parameters, sums);
    for (const { state, cotangent, time } of [first, randomInputs(random, source)]) {
      const all = { ...first, state, cotangent, time: [time] };
      write(inputs.states, state);
      write(inputs.cotangents, cotangent);
      if (inputs.time !== undefined) write([inputs.time], [time]);
      run.forward();
      expectClose(read(outputs), evaluateGraph(source.forward, all));
      run.backward();
      const expected = evaluateGraph(source.backward, all);
      const states = state.length;
      for (const [i, sum] of sums.entries())
        for (let j = 0; j < sum.length; j++)
          sum[j] = (sum[j] as number) + ((expected[states + i] as Float64Array)[j] as number);
      expectClose(read(bars.states), expected.slice(0, states));
      // Several evaluations add up.
      expectClose(read(bars.parameters), sums);
    }
    expect(run.confused()).toEqual([]);
    expect(Math.max(-1, ...run.used()) + 1, "length of the arena").toBe(program.arenaLength);
  });
});

function randomInputs(random: RandomNumbers, { sizes }: ProgramSource) {
  const arrays = (lengths: ReadonlyArray<number>) => lengths.map((n) => random.array(n));
  return {
    state: arrays(sizes.states),
    cotangent: arrays(sizes.states),
    parameter: arrays(sizes.parameters),
    captured: arrays(sizes.captured),
    time: random.array(1),
  };
}

function zerosLike(arrays: ReadonlyArray<Float64Array>): Array<Float64Array> {
  return arrays.map(({ length }) => new Float64Array(length));
}
