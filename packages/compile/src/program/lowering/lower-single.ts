import type { CumulativeNode, GatherNode, ReduceNode, ScatterNode } from "../../graph/graph.js";
import type { Storage } from "../arena/storage.js";
import type { Instruction } from "../program.js";
import type { Value } from "../values/values.js";
import type { Operation } from "./operation.js";
import type { Destination } from "./places.js";

/** Where the table of a gather or scatter begins. */
export type TableOffset = (table: Int32Array) => number;

/** What is computed alone. */
type Single = ReduceNode | GatherNode | ScatterNode | CumulativeNode;

/** The instruction of a value that is computed alone. */
export function lowerSingle(
  { node, operands }: Value,
  reads: ReadonlyArray<Storage>,
  { storage, accumulates }: Destination,
  tableOffset: TableOffset,
): Operation {
  const single = node as Single;
  const table = "table" in single ? tableOffset(single.table) : 0;
  const shape = operands[0]?.shape ?? [];
  return {
    reads,
    writes: [storage],
    inPlace: [],
    instruction: () => instructionOf(single),
  };

  function instructionOf(given: Single): Instruction {
    const [outer, n, inner] = shape as [number, number, number];
    const { offset: x } = reads[0] as Storage;
    const { offset: out, length } = storage;
    switch (given.kind) {
      case "reduce":
        return { kind: "reduce", fn: given.fn, outer, n, inner, x, out, accumulates };
      case "cumulative": {
        const { fn, exclusive, reverse } = given;
        return { kind: "cumulative", fn, exclusive, reverse, outer, n, inner, x, out };
      }
      case "scatter": {
        const {
          block,
          table: { length: count },
        } = given;
        return { kind: "scatter", block, count, table, x, out, length, accumulates };
      }
      case "gather": {
        const {
          block,
          fill,
          table: { length: count },
        } = given;
        const sources = reads.map((read) => ({ offset: read.offset, blocks: read.length / block }));
        return { kind: "gather", sources, block, count, table, fill, out };
      }
    }
  }
}
