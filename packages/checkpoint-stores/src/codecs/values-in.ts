import type { HostArray, HostPrecision } from "../record-codec.js";

/** The numbers that some bytes are: a view where their position in memory allows it, otherwise a copy. */
export function valuesIn(bytes: Uint8Array, precision: HostPrecision): HostArray {
  const Numbers = precision === "float64" ? Float64Array : Float32Array;
  const aligned = bytes.byteOffset % Numbers.BYTES_PER_ELEMENT === 0 ? bytes : bytes.slice();
  return new Numbers(
    aligned.buffer as ArrayBuffer,
    aligned.byteOffset,
    aligned.byteLength / Numbers.BYTES_PER_ELEMENT,
  );
}
