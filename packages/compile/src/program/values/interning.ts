import { newArrayNames } from "./array-names.js";
import type { Operand, Value, ValueId } from "./values.js";

/** A list of values in which each occurs once. */
export interface Interning {
  readonly list: ReadonlyArray<Value>;
  /** Returns the equal value that is there, or adds this one. */
  add(value: Value): ValueId;
}

/** An empty list. */
export function newInterning(): Interning {
  const list: Array<Value> = [];
  const known = new Map<string, ValueId>();
  const arrays = newArrayNames();
  return {
    list,
    add(value) {
      const key = keyOf(value, arrays);
      const there = known.get(key);
      if (there !== undefined) return there;
      known.set(key, list.length);
      list.push(value);
      return list.length - 1;
    },
  };
}

function keyOf({ node, operands, size }: Value, nameOf: ReturnType<typeof newArrayNames>): string {
  const from = operands.map(({ value, shape }: Operand) => `${value}[${shape}]`).join();
  switch (node.kind) {
    case "input":
      return `${node.role} ${node.index}`;
    case "constant":
      // Its shape is that of its readers.
      return `constant ${size} ${nameOf(node.values)}`;
    case "map":
      return `${node.fn} ${from} ${node.shape}`;
    case "matMul":
      return `matMul ${node.transposeA} ${node.transposeB} ${from}`;
    case "reduce":
      return `reduce ${node.fn} ${from}`;
    case "gather":
      return `gather ${node.block} ${node.fill} ${nameOf(node.table)} ${from}`;
    case "scatter":
      return `scatter ${node.block} ${size} ${nameOf(node.table)} ${from}`;
    case "cumulative":
      return `cumulative ${node.fn} ${node.exclusive} ${node.reverse} ${from}`;
  }
}
