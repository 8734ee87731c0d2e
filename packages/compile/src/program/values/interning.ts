import { newContentKeys } from "../../graph/content-keys.js";
import type { Value, ValueId } from "./values.js";

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
  const keyOf = newContentKeys();
  return {
    list,
    add(value) {
      const key = keyOf(contentOf(value));
      const there = known.get(key);
      if (there !== undefined) return there;
      known.set(key, list.length);
      list.push(value);
      return list.length - 1;
    },
  };
}

/** What decides which value it is. Only that of a map depends on the shape: operands are broadcast to it. */
function contentOf({ node, operands, size }: Value): object {
  const { shape, inputs: _, ...fields } = { inputs: [], ...node };
  return {
    ...fields,
    size: node.kind === "map" ? shape : size,
    operands: operands.map((operand) => `${operand.value}[${operand.shape}]`),
  };
}
