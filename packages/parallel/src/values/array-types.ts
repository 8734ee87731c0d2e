import type { NumericArray } from "./task-value.js";

interface ArrayType {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer): NumericArray;
}

/** The types of arrays in messages, by the name that the header uses. */
export const arrayTypes: ReadonlyMap<string, ArrayType> = new Map<string, ArrayType>([
  ["Float64Array", Float64Array],
  ["Float32Array", Float32Array],
  ["Int32Array", Int32Array],
  ["Uint32Array", Uint32Array],
  ["Int16Array", Int16Array],
  ["Uint16Array", Uint16Array],
  ["Int8Array", Int8Array],
  ["Uint8Array", Uint8Array],
  ["Uint8ClampedArray", Uint8ClampedArray],
]);

/**
 * The name of an array's type; undefined for any other value. `Object.prototype.toString` also recognises arrays of
 * another realm, and a Buffer as a Uint8Array.
 */
export function arrayTypeOf(value: object): string | undefined {
  const name = Object.prototype.toString.call(value).slice("[object ".length, -1);
  return ArrayBuffer.isView(value) && arrayTypes.has(name) ? name : undefined;
}
