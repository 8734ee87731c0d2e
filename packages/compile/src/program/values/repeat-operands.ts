import type { GatherNode, MapNode } from "../../graph/graph.js";
import { padRank, type Shape, sizeOf } from "../../graph/shapes.js";
import { broadcastingOf, repetition } from "./broadcasting.js";
import { newInterning } from "./interning.js";
import type { Operand, Value, ValueId, Values } from "./values.js";

/**
 * Writes out what a map cannot read in place: of the operands of one map all rows and columns must belong to the same
 * rows of the result. Others are repeated by a gather, as far as needed.
 */
export function repeatOperands(values: Values): Values {
  const interning = newInterning();
  const renamed: Array<ValueId> = [];
  for (const value of values.list) {
    const operands = value.operands.map(({ value: id, shape }) => ({
      value: renamed[id] as ValueId,
      shape,
    }));
    const fitting =
      value.node.kind === "map" ? fitOperands(value.node, operands, interning.add) : operands;
    renamed.push(interning.add({ ...value, operands: fitting }));
  }
  const rename = (id: ValueId): ValueId => renamed[id] as ValueId;
  return {
    list: interning.list,
    forward: values.forward.map(rename),
    backward: values.backward.map(rename),
  };
}

/** The length of the rows in which a map reads its operands; undefined if it needs none. Rows are preferred to columns. */
export function innerOf(node: MapNode, operands: ReadonlyArray<Operand>): number | undefined {
  let inner: number | undefined;
  for (const { shape } of operands) {
    const broadcasting = broadcastingOf(shape, node.shape);
    if (broadcasting.kind === "row") return broadcasting.inner;
    if (broadcasting.kind === "column") inner ??= broadcasting.inner;
  }
  return inner;
}

function fitOperands(
  node: MapNode,
  operands: ReadonlyArray<Operand>,
  add: (value: Value) => ValueId,
): ReadonlyArray<Operand> {
  const inner = innerOf(node, operands);
  return operands.map((operand) => {
    const broadcasting = broadcastingOf(operand.shape, node.shape);
    if (broadcasting.kind === "full" || broadcasting.kind === "scalar") return operand;
    if ("inner" in broadcasting && broadcasting.inner === inner) return operand;
    const shape = repeatedShape(operand.shape, node.shape, inner);
    return { value: add(repeated(operand, shape)), shape };
  });
}

/** One number per row if that suffices, else the shape of the result. */
function repeatedShape(shape: Shape, result: Shape, inner: number | undefined): Shape {
  const aligned = padRank(shape, result.length);
  let axes = result.length;
  let length = 1;
  while (inner !== undefined && length < inner && axes > 0 && aligned[axes - 1] === 1)
    length *= result[--axes] as number;
  if (length !== inner) return result;
  return result.map((axis, i) => (i < axes ? axis : 1));
}

function repeated(operand: Operand, shape: Shape): Value {
  const { block, table } = repetition(operand.shape, shape);
  const node: GatherNode = {
    kind: "gather",
    shape,
    inputs: [operand.value],
    block,
    table,
    fill: 0,
  };
  return { node, operands: [operand], size: sizeOf(shape) };
}
