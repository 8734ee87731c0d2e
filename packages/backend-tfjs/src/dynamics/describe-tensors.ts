import { isPlainObject, type Structure, showValue } from "@symplectic-adjoint/core";
import { Tensor } from "@tensorflow/tfjs-core";

/** Limits for nesting and list lengths: values may be circular. */
const MAX_DEPTH = 4;
const MAX_ITEMS = 20;

/** Describes the value returned by f: `{q: float32 [2], p: float32 [2]}`. */
export function describeTensors(value: unknown, depth = 0): string {
  if (value instanceof Tensor) return `${value.dtype} [${value.shape.join(", ")}]`;
  if (value instanceof Promise) return "a Promise";
  if (!Array.isArray(value) && !isPlainObject(value)) return showValue(value);
  const list = Array.isArray(value);
  const keys = Object.keys(value);
  const parts = keys.slice(0, MAX_ITEMS).map((key) => {
    const item: unknown = (value as Readonly<Record<string, unknown>>)[key];
    const shown = depth < MAX_DEPTH ? describeTensors(item, depth + 1) : "…";
    return list ? shown : `${key}: ${shown}`;
  });
  if (keys.length > MAX_ITEMS) parts.push("…");
  return list ? `[${parts.join(", ")}]` : `{${parts.join(", ")}}`;
}

/** Describes the expected value in the same format. */
export function describeExpected(
  structure: Structure,
  shapes: ReadonlyArray<ReadonlyArray<number>>,
): string {
  let next = 0;
  if (shapes.length > MAX_ITEMS)
    return `${shapes.length} float32 tensors, nested and shaped as in y0`;
  const describe = (part: Structure): string => {
    if (part.kind === "leaf") return `float32 [${shapes[next++]?.join(", ")}]`;
    const items = part.items.map(describe);
    if (part.kind === "list") return `[${items.join(", ")}]`;
    return `{${part.keys.map((key, i) => `${key}: ${items[i]}`).join(", ")}}`;
  };
  return describe(structure);
}
