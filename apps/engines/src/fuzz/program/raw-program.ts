import fc from "fast-check";
import type { Shape } from "../host/host-array.js";
import { kinds } from "../kinds/kinds.js";

/** Choices from which a program is built; all choices are valid. */
export interface RawProgram {
  /** Structure of the state: an index into `layouts`. */
  readonly layout: number;
  readonly weights: ReadonlyArray<RawWeight>;
  readonly steps: ReadonlyArray<RawStep>;
  /** Ways to compute the gradient; any numbers. */
  readonly ways: ReadonlyArray<number>;
  /** The numbers of the state and the weights. */
  readonly seed: number;
}

export interface RawWeight {
  readonly shape: Shape;
  readonly variable: boolean;
}

/** An operation, or a gradient of a body. */
export interface RawStep {
  /** Index into `kinds`; for a gradient, into `nestings`. */
  readonly index: number;
  /** The inputs, counted back from the latest value. */
  readonly args: ReadonlyArray<number>;
  readonly body?: ReadonlyArray<RawStep>;
}

/** A tensor, lists, records, both. `$` stands for leaves. */
export const layouts: ReadonlyArray<{
  readonly form: string;
  readonly shapes: ReadonlyArray<Shape>;
}> = [
  { form: "$", shapes: [[2, 3]] },
  { form: "$", shapes: [[3]] },
  { form: "[$, $]", shapes: [[2, 3], [2]] },
  { form: "{ x: $, v: $ }", shapes: [[3], [3]] },
  { form: "{ q: [$, $], s: $ }", shapes: [[2, 3], [3], []] },
  { form: "$", shapes: [[1, 4, 4, 2]] },
];

const shapes: ReadonlyArray<Shape> = [[2, 3], [3], [3, 3], [3, 2], [], [2], [2, 2, 2, 2]];

const args = fc.array(fc.nat({ max: 11 }), { minLength: 5, maxLength: 5 });

const plain: fc.Arbitrary<RawStep> = fc.record({
  index: fc.nat({ max: kinds.length - 1 }),
  args,
});

function nested(depth: number): fc.Arbitrary<RawStep> {
  return fc.record({
    index: fc.nat({ max: 6 }),
    args,
    body: fc.array(steps(depth - 1), { minLength: 1, maxLength: 3 }),
  });
}

function steps(depth: number): fc.Arbitrary<RawStep> {
  if (depth === 0) return plain;
  return fc.oneof({ weight: 7, arbitrary: plain }, { weight: 2, arbitrary: nested(depth) });
}

/**
 * Random choices, which shrink to fewer and simpler ones.
 *
 * @param depth Maximum nesting depth of gradients inside f. Default 2.
 */
export function rawProgram(depth = 2): fc.Arbitrary<RawProgram> {
  return fc.record({
    layout: fc.nat({ max: layouts.length - 1 }),
    weights: fc.array(fc.record({ shape: fc.constantFrom(...shapes), variable: fc.boolean() }), {
      minLength: 1,
      maxLength: 3,
    }),
    steps: fc.array(steps(depth), { minLength: 1, maxLength: 5 }),
    ways: fc.array(fc.nat({ max: 999 }), { minLength: 2, maxLength: 2 }),
    seed: fc.nat({ max: 999 }),
  });
}
