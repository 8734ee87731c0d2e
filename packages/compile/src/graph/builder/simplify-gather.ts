import type { GatherNode, GraphNode, NodeId } from "../graph.js";
import { type Shape, sizeOf } from "../shapes.js";
import { type BlockTable, gcd, isIdentity, mergeBlocks, splitBlocks } from "./block-tables.js";
import type { GraphBuilder } from "./graph-builder.js";

/** A gather that is being simplified. */
interface Draft extends BlockTable {
  readonly inputs: ReadonlyArray<NodeId>;
  readonly fill: number;
}

/** The same gather of as few arrays and in as large blocks as possible, or the node that it equals. */
export function simplifyGather(
  builder: GraphBuilder,
  gather: Draft,
  shape: Shape,
): GatherNode | NodeId {
  const sizes = (ids: ReadonlyArray<NodeId>) => ids.map((id) => sizeOf(builder.shape(id)));
  const used = takeUsed(builder, compose(builder, strip(builder, gather)));
  const { inputs, fill } = used;
  const { block, table } = mergeBlocks(used, sizes(inputs));
  const [first] = inputs;
  if (first === undefined) {
    return builder.constant(fill, shape);
  }
  if (inputs.length === 1 && table.length * block === sizes(inputs)[0] && isIdentity(table)) {
    return builder.reshape(first, shape);
  }
  return { kind: "gather", inputs, block, table, fill, shape };
}

/** A gather does not look at the shapes of its inputs. */
function strip(builder: GraphBuilder, draft: Draft): Draft {
  const bare = (id: NodeId): NodeId => {
    const node = builder.node(id);
    return node.kind === "reshape" ? bare(node.inputs[0]) : id;
  };
  return { ...draft, inputs: draft.inputs.map(bare) };
}

/** Reads through inputs that are gathers themselves. */
function compose(builder: GraphBuilder, draft: Draft): Draft {
  let fill: number | undefined = draft.table.includes(-1) ? draft.fill : undefined;
  const inner = draft.inputs.map((id) => {
    const node: GraphNode = builder.node(id);
    if (node.kind !== "gather") {
      return undefined;
    }
    // There is one fill value per gather.
    if (node.table.includes(-1)) {
      if (fill !== undefined && !Object.is(fill, node.fill)) {
        return undefined;
      }
      fill = node.fill;
    }
    return node;
  });
  if (inner.every((node) => node === undefined)) {
    return draft;
  }
  const block = inner.reduce((b, node) => (node ? gcd(b, node.block) : b), draft.block);
  const through: Array<number> = [];
  const inputs: Array<NodeId> = [];
  let start = 0;
  for (const [i, id] of draft.inputs.entries()) {
    const node = inner[i];
    const length = sizeOf(builder.shape(id)) / block;
    const table = node ? splitBlocks(node, block).table : undefined;
    for (let j = 0; j < length; j++) {
      const from = table ? (table[j] as number) : j;
      through.push(from < 0 ? -1 : from + start);
    }
    const read = node ? node.inputs : [id];
    inputs.push(...read);
    start += read.reduce((sum, source) => sum + sizeOf(builder.shape(source)) / block, 0);
  }
  const outer = splitBlocks(draft, block).table;
  const table = outer.map((from) => (from < 0 ? -1 : (through[from] as number)));
  return strip(builder, { inputs, block, table, fill: fill ?? 0 });
}

/** Each array once, those that are not read left out, constants equal to the fill value taken as that. */
function takeUsed(builder: GraphBuilder, draft: Draft): Draft {
  const { block } = draft;
  const [only, ...others] = draft.inputs;
  if (only !== undefined && others.length === 0 && uniformValue(builder.node(only)) === undefined) {
    const { table } = draft;
    return table.some((from) => from >= 0)
      ? { ...draft, fill: table.includes(-1) ? draft.fill : 0 }
      : { ...draft, inputs: [] };
  }
  const lengths = draft.inputs.map((id) => sizeOf(builder.shape(id)) / block);
  const starts = lengths.map((_, i) => lengths.slice(0, i).reduce((a, b) => a + b, 0));
  /** Which input a block belongs to. */
  const sourceOf = (from: number) => {
    let i = lengths.length - 1;
    while ((starts[i] as number) > from) {
      i--;
    }
    return i;
  };
  const read = new Set<number>();
  for (const from of draft.table) {
    if (from >= 0) {
      read.add(sourceOf(from));
    }
  }
  const uniform = (i: number) => uniformValue(builder.node(draft.inputs[i] as NodeId));
  let fill = draft.table.includes(-1) ? draft.fill : undefined;
  const filled = new Set<number>();
  for (const i of read) {
    const value = uniform(i);
    if (value !== undefined && (fill === undefined || Object.is(fill, value))) {
      fill = value;
      filled.add(i);
    }
  }
  const inputs: Array<NodeId> = [];
  const newStart = new Map<NodeId, number>();
  let end = 0;
  for (const i of [...read].filter((i) => !filled.has(i)).sort((a, b) => a - b)) {
    const id = draft.inputs[i] as NodeId;
    if (!newStart.has(id)) {
      inputs.push(id);
      newStart.set(id, end);
      end += lengths[i] as number;
    }
  }
  const table = draft.table.map((from) => {
    const i = from < 0 ? -1 : sourceOf(from);
    return i < 0 || filled.has(i)
      ? -1
      : from - (starts[i] as number) + (newStart.get(draft.inputs[i] as NodeId) as number);
  });
  return { inputs, block, table, fill: fill ?? 0 };
}

/** The number that all elements of a constant are; undefined for other nodes. */
export function uniformValue(node: GraphNode): number | undefined {
  return node.kind === "constant" && node.values.length === 1 ? node.values[0] : undefined;
}
