import type { CumulativeNode, GatherNode, ReduceNode, ScatterNode } from "../../graph/graph.js";
import type { Shape } from "../../graph/shapes.js";
import type { Storage } from "../arena/storage.js";
import type { Value } from "../values/values.js";
import type { Operation } from "./operation.js";
import type { Destination } from "./places.js";

/** Where the table of a gather or scatter begins. */
export type TableOffset = (table: Int32Array) => number;

/** The instruction of a value that is computed alone. */
export function lowerSingle(
  { node, operands }: Value,
  reads: ReadonlyArray<Storage>,
  to: Destination,
  tableOffset: TableOffset,
): Operation {
  const shape = operands[0]?.shape as Shape;
  switch (node.kind) {
    case "reduce":
      return lowerReduce(node, shape, reads[0] as Storage, to);
    case "gather":
      return lowerGather(node, reads, to.storage, tableOffset(node.table));
    case "scatter":
      return lowerScatter(node, reads[0] as Storage, to, tableOffset(node.table));
    default:
      return lowerCumulative(node as CumulativeNode, shape, reads[0] as Storage, to.storage);
  }
}

function lowerReduce(
  { fn }: ReduceNode,
  shape: Shape,
  x: Storage,
  { storage, accumulates }: Destination,
): Operation {
  const [outer, n, inner] = shape as [number, number, number];
  return {
    reads: [x],
    writes: [storage],
    inPlace: [],
    instruction: () => ({
      kind: "reduce",
      fn,
      outer,
      n,
      inner,
      x: x.offset,
      out: storage.offset,
      accumulates,
    }),
  };
}

function lowerGather(
  { block, fill, table: { length: count } }: GatherNode,
  sources: ReadonlyArray<Storage>,
  out: Storage,
  table: number,
): Operation {
  return {
    reads: sources,
    writes: [out],
    inPlace: [],
    instruction: () => ({
      kind: "gather",
      sources: sources.map(({ offset, length }) => ({ offset, blocks: length / block })),
      block,
      count,
      table,
      fill,
      out: out.offset,
    }),
  };
}

function lowerScatter(
  { block, table: { length: count } }: ScatterNode,
  x: Storage,
  { storage, accumulates }: Destination,
  table: number,
): Operation {
  return {
    reads: [x],
    writes: [storage],
    inPlace: [],
    instruction: () => ({
      kind: "scatter",
      block,
      count,
      table,
      x: x.offset,
      out: storage.offset,
      length: storage.length,
      accumulates,
    }),
  };
}

function lowerCumulative(
  { fn, exclusive, reverse }: CumulativeNode,
  shape: Shape,
  x: Storage,
  out: Storage,
): Operation {
  const [outer, n, inner] = shape as [number, number, number];
  return {
    reads: [x],
    writes: [out],
    inPlace: [],
    instruction: () => ({
      kind: "cumulative",
      fn,
      exclusive,
      reverse,
      outer,
      n,
      inner,
      x: x.offset,
      out: out.offset,
    }),
  };
}
