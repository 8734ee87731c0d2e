import fc from "fast-check";
import type { GraphBuilder } from "../../src/graph/builder/graph-builder.js";
import type { Graph, NodeId } from "../../src/graph/graph.js";
import { createNaiveBuilder } from "../naive-builder.js";
import { uniform } from "../random.js";
import type { Draw } from "./draw.js";
import { operations } from "./random-operations.js";

/** A random program: inputs, then operations on what is there. */
export interface RandomProgram {
  readonly shapes: ReadonlyArray<ReadonlyArray<number>>;
  readonly operations: ReadonlyArray<{
    readonly name: string;
    /** What it is applied to, as numbers from the last value back. */
    readonly operands: ReadonlyArray<number>;
    /** For everything else that it draws. */
    readonly seed: number;
  }>;
}

/** Programs of up to this many operations on inputs of up to 4 axes. */
export function randomProgram(longest: number): fc.Arbitrary<RandomProgram> {
  const shape = fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 4 });
  const small = shape.filter((lengths) => lengths.reduce((a, b) => a * b, 1) <= 12);
  return fc.record({
    shapes: fc.tuple(small, small, small, small),
    operations: fc.array(
      fc.record({
        name: fc.constantFrom(...Object.keys(operations)),
        operands: fc.tuple(fc.nat(5), fc.nat(9), fc.nat(9)),
        seed: fc.nat(2 ** 30),
      }),
      { minLength: 1, maxLength: longest, size: "max" },
    ),
  });
}

/** The graph of a program, with nothing simplified; its outputs are the last two values. */
export function graphOf(program: RandomProgram): Graph {
  const builder = createNaiveBuilder();
  const [first, second, third, fourth] = program.shapes as [Shape, Shape, Shape, Shape];
  const inputs = [
    builder.input("time", 0, []),
    builder.input("captured", 0, fourth),
    builder.input("parameter", 1, third),
    builder.input("parameter", 0, second),
    builder.input("state", 0, first),
  ];
  const values: Array<NodeId> = [...inputs];
  for (const { name, operands, seed } of program.operations) {
    const [x, y, z] = operands.map((back) => values[Math.max(0, values.length - 1 - back)]);
    const draw = drawFrom(uniform(seed, 0, 1));
    const made = operations[name]?.(builder, [x, y, z] as [NodeId, NodeId, NodeId], {
      ...draw,
      inputs,
    });
    if (made !== undefined) {
      values.push(limited(builder, made));
    }
  }
  return builder.graph(values.slice(-2));
}

type Shape = ReadonlyArray<number>;

function drawFrom(random: () => number): Omit<Draw, "inputs"> {
  const int = (below: number) => Math.floor(random() * below);
  return {
    int,
    number: () => 2 * random() - 1,
    pick: (list) => list[int(list.length)] as never,
  };
}

/** A value of at most 60 elements. */
function limited(b: GraphBuilder, x: NodeId): NodeId {
  const size = b.shape(x).reduce((a, n) => a * n, 1);
  return size <= 60
    ? x
    : b.gather([x], { table: Int32Array.from({ length: 12 }, (_, i) => (i * 7) % size) }, [3, 4]);
}
