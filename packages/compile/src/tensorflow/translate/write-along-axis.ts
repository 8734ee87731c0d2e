import type { CumulativeNode, ReduceNode } from "../../graph/graph.js";
import type { GraphWriter, Value } from "../graph-def/graph-writer.js";
import { DataType } from "../graph-def/saved-model.js";

const INTEGER = { type: DataType.int32 } as const;

const REDUCTIONS = { sum: "Sum", max: "Max", min: "Min", product: "Prod" } as const;
const INDICES = { argMax: "ArgMax", argMin: "ArgMin" } as const;

/** Reduces the middle axis. */
export function writeReduce(writer: GraphWriter, { fn, shape }: ReduceNode, input: Value): Value {
  if (fn !== "argMax" && fn !== "argMin")
    return writer.operation(REDUCTIONS[fn], [input, writer.integers([1])], shape, {
      Tidx: INTEGER,
      keep_dims: { b: false },
    });
  const indices = writer.operation(INDICES[fn], [input, writer.integers([1], [])], shape, {
    Tidx: INTEGER,
    output_type: INTEGER,
  });
  return writer.plain("Cast", [indices], shape, {
    SrcT: INTEGER,
    DstT: { type: DataType.float },
  });
}

/** Cumulative sums and products along the middle axis. */
export function writeCumulative(
  writer: GraphWriter,
  { fn, exclusive, reverse, shape }: CumulativeNode,
  input: Value,
): Value {
  const op = fn === "sum" ? "Cumsum" : "Cumprod";
  return writer.operation(op, [input, writer.integers([1], [])], shape, {
    Tidx: INTEGER,
    exclusive: { b: exclusive },
    reverse: { b: reverse },
  });
}
