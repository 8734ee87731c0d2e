import { InvalidArgumentError, isPlainObject } from "@symplectic-adjoint/core";
import { arrayTypeOf } from "./array-types.js";
import { ALIGNMENT, aligned, MAGIC, PREAMBLE } from "./frame.js";
import type { NumericArray, TaskValue } from "./task-value.js";

interface Header {
  readonly arrays: Array<[type: string, length: number]>;
  tree: unknown;
}

/**
 * Writes a value as one block of bytes: a header in JSON, followed by the bytes of the typed arrays, unchanged. The
 * block can be decoded by `decodeValue` in any process, on any machine with the same byte order.
 *
 * @param argument Name of the value in error messages.
 * @throws InvalidArgumentError, with the path to it, if the value contains something that cannot travel, such as a
 *   function, a tensor or a class instance, or contains itself.
 */
export function encodeValue(value: TaskValue, argument = "value"): Uint8Array<ArrayBuffer> {
  const arrays: Array<NumericArray> = [];
  const header: Header = { arrays: [], tree: null };
  const add = (array: NumericArray, type: string) => {
    header.arrays.push([type, array.length]);
    return arrays.push(array) - 1;
  };
  let json: string;
  try {
    header.tree = describe(value, argument, [], add);
    json = JSON.stringify(header);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // The stack overflowed.
    throw cannotTravel(argument, value, "is nested too deeply");
  }
  const text = new TextEncoder().encode(json);
  const start = aligned(PREAMBLE + text.length);
  const size = arrays.reduce((sum, { byteLength }) => sum + aligned(byteLength), start);
  const bytes = new Uint8Array(size);
  const preamble = new DataView(bytes.buffer);
  preamble.setUint32(0, MAGIC);
  preamble.setUint32(ALIGNMENT / 2, text.length);
  bytes.set(text, PREAMBLE);
  let offset = start;
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offset);
    offset += aligned(array.byteLength);
  }
  return bytes;
}

/**
 * The value as JSON: objects are themselves; a list is ["l", …], an array ["a", index], and a number that JSON lacks
 * ["n", text].
 */
function describe(
  value: unknown,
  path: string,
  parents: ReadonlyArray<object>,
  addArray: (array: NumericArray, type: string) => number,
): unknown {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number")
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : ["n", Object.is(value, -0) ? "-0" : `${value}`];
  if (typeof value !== "object") throw cannotTravel(path, value, "cannot travel to a worker");
  const type = arrayTypeOf(value);
  if (type !== undefined) return ["a", addArray(value as NumericArray, type)];
  if (parents.includes(value)) throw cannotTravel(path, value, "contains itself");
  const inner = [...parents, value];
  if (Array.isArray(value))
    return ["l", ...value.map((item, i) => describe(item, `${path}[${i}]`, inner, addArray))];
  if (!isPlainObject(value)) throw cannotTravel(path, value, "cannot travel to a worker");
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([name, item]) => [name, describe(item, `${path}.${name}`, inner, addArray)]),
  );
}

function cannotTravel(argument: string, value: unknown, problem: string): InvalidArgumentError {
  return new InvalidArgumentError({
    argument,
    value,
    problem,
    remedy:
      "Send numbers, strings, booleans, null, typed arrays, and lists and plain objects of these; of a tensor, send its values: await tensor.data().",
  });
}
