import type { GatherNode, ScatterNode } from "../../graph/graph.js";
import { sizeOf } from "../../graph/shapes.js";
import type { Attributes, GraphWriter, Value } from "../graph-def/graph-writer.js";
import { DataType } from "../graph-def/saved-model.js";

const FLOAT = { type: DataType.float } as const;
const INTEGER = { type: DataType.int32 } as const;

/** Blocks of arrays, or of a row of `fill` before them, by their indices. */
export function writeGather(
  writer: GraphWriter,
  { block, table, fill, shape }: GatherNode,
  inputs: ReadonlyArray<Value>,
): Value {
  const rows = inputs.map((input) => blocksOf(writer, input, block));
  const fills = table.includes(-1);
  if (fills) rows.unshift(writer.constant(Float64Array.of(fill), [1, block]));
  const indices = writer.integers(fills ? oneMore(table) : table);
  const inputsOfGather = [concatenate(writer, rows, block), indices, writer.integers([0], [])];
  const found = writer.plain("GatherV2", inputsOfGather, [table.length, block], {
    Tparams: FLOAT,
    Tindices: INTEGER,
    Taxis: INTEGER,
  });
  return writer.reshape(found, shape);
}

/** Sums of blocks with the same index; those of −1 are dropped. */
export function writeScatter(
  writer: GraphWriter,
  { block, table, shape }: ScatterNode,
  input: Value,
): Value {
  const count = sizeOf(shape) / block;
  const inputs = [
    blocksOf(writer, input, block),
    writer.integers(table),
    writer.integers([count], []),
  ];
  const sums = writer.operation("UnsortedSegmentSum", inputs, [count, block], {
    Tindices: INTEGER,
    Tnumsegments: INTEGER,
  });
  return writer.reshape(sums, shape);
}

function blocksOf(writer: GraphWriter, value: Value, block: number): Value {
  return writer.reshape(value, [sizeOf(value.shape) / block, block]);
}

function concatenate(writer: GraphWriter, rows: ReadonlyArray<Value>, block: number): Value {
  if (rows.length === 1) return rows[0] as Value;
  const count = rows.reduce((sum, { shape }) => sum + (shape[0] as number), 0);
  const attributes: Attributes = { N: { i: rows.length }, Tidx: INTEGER };
  const axis = writer.integers([0], []);
  return writer.operation("ConcatV2", [...rows, axis], [count, block], attributes);
}

const moved = new WeakMap<Int32Array, Int32Array>();

/** A table with 1 added; the same array each time. */
function oneMore(table: Int32Array): Int32Array {
  const known = moved.get(table) ?? table.map((index) => index + 1);
  moved.set(table, known);
  return known;
}
