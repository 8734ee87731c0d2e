import { arrayTypes } from "./array-types.js";
import { ALIGNMENT, aligned, MAGIC, PREAMBLE } from "./frame.js";
import type { NumericArray, TaskValue } from "./task-value.js";

/**
 * Reads a value that `encodeValue` wrote. Every array is a copy, so the reader may change it.
 *
 * @throws RangeError if the bytes are not such a message: nothing in it is trusted.
 */
export function decodeValue(bytes: Uint8Array): TaskValue {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < PREAMBLE || view.getUint32(0) !== MAGIC) throw malformed();
  const length = view.getUint32(ALIGNMENT / 2);
  if (PREAMBLE + length > bytes.length) throw malformed();
  // Copied: a TextDecoder refuses shared memory.
  const text = new TextDecoder("utf-8", { fatal: true }).decode(
    bytes.slice(PREAMBLE, PREAMBLE + length),
  );
  const header = JSON.parse(text) as { readonly arrays?: unknown; readonly tree?: unknown };
  if (!Array.isArray(header.arrays)) throw malformed();
  let offset = aligned(PREAMBLE + length);
  const arrays = header.arrays.map((entry: unknown) => {
    const [array, next] = readArray(bytes, offset, entry);
    offset = next;
    return array;
  });
  return rebuild(header.tree, arrays);
}

function readArray(bytes: Uint8Array, offset: number, entry: unknown): [NumericArray, number] {
  const [type, length] = Array.isArray(entry) ? (entry as ReadonlyArray<unknown>) : [];
  const Type = arrayTypes.get(type as string);
  if (Type === undefined || !Number.isSafeInteger(length) || (length as number) < 0)
    throw malformed();
  const size = (length as number) * Type.BYTES_PER_ELEMENT;
  if (offset + size > bytes.length) throw malformed();
  const copy = new Uint8Array(size);
  copy.set(bytes.subarray(offset, offset + size));
  return [new Type(copy.buffer), offset + aligned(size)];
}

function rebuild(node: unknown, arrays: ReadonlyArray<NumericArray>): TaskValue {
  if (typeof node !== "object" || node === null) {
    if (node === undefined) throw malformed();
    return node as TaskValue;
  }
  if (!Array.isArray(node))
    return Object.fromEntries(
      Object.entries(node).map(([name, item]) => [name, rebuild(item, arrays)]),
    );
  const [kind, ...rest] = node as ReadonlyArray<unknown>;
  if (kind === "l") return rest.map((item) => rebuild(item, arrays));
  if (kind === "n") return Number(rest[0]);
  const array = kind === "a" ? arrays[rest[0] as number] : undefined;
  if (array === undefined) throw malformed();
  return array;
}

function malformed(): RangeError {
  return new RangeError(
    "These bytes are not a message of this version of @symplectic-adjoint/parallel.",
  );
}
