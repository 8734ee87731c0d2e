import { type Structure, showValue } from "@symplectic-adjoint/core";
import { Tensor } from "@tensorflow/tfjs-core";

/** Whatever f returned, for a message: `{q: float32 [2], p: float32 [2]}`. */
export function describeTensors(value: unknown): string {
  if (value instanceof Tensor) return `${value.dtype} [${value.shape.join(", ")}]`;
  if (Array.isArray(value)) return `[${value.map(describeTensors).join(", ")}]`;
  if (value instanceof Promise) return "a Promise";
  if (typeof value === "object" && value !== null && Object.keys(value).length > 0) {
    const entries = Object.entries(value).slice(0, 20);
    return `{${entries.map(([key, item]) => `${key}: ${describeTensors(item)}`).join(", ")}}`;
  }
  return showValue(value);
}

/** What f should have returned, in the same words. */
export function describeExpected(
  structure: Structure,
  shapes: ReadonlyArray<ReadonlyArray<number>>,
): string {
  let next = 0;
  const describe = (part: Structure): string => {
    if (part.kind === "leaf") return `float32 [${shapes[next++]?.join(", ")}]`;
    const items = part.items.map(describe);
    if (part.kind === "list") return `[${items.join(", ")}]`;
    return `{${part.keys.map((key, i) => `${key}: ${items[i]}`).join(", ")}}`;
  };
  return describe(structure);
}
