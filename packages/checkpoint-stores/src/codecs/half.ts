import type { HostArray, HostPrecision, RecordCodec } from "../record-codec.js";
import { RecordFault } from "../record-storage.js";
import { fromFloat16, toFloat16 } from "./float16.js";

/**
 * Stores values as float16: half the memory of float32, with 11 significant bits. Not exact: gradients have relative
 * errors of about 5e-4, and larger ones for values below 6e-5, which have fewer bits. Values above 65504 are refused.
 */
export const half: RecordCodec = Object.freeze({
  name: "float16, not exact",
  exact: false,
  ratio: 0.5,
  encode,
  decode,
} satisfies RecordCodec);

function encode(values: HostArray): Uint8Array {
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    const bits = toFloat16(value);
    if ((bits & 0x7fff) === 0x7c00 && Number.isFinite(value)) {
      throw new RecordFault(
        `could not be stored: its value ${value} is beyond 65504, the largest float16`,
        "Leave out codec: half, or scale the state.",
      );
    }
    halves[i] = bits;
  }
  return new Uint8Array(halves.buffer);
}

function decode(bytes: Uint8Array, precision: HostPrecision): HostArray {
  const { buffer, byteOffset } = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice();
  const halves = new Uint16Array(buffer, byteOffset, bytes.byteLength / 2);
  const values =
    precision === "float64" ? new Float64Array(halves.length) : new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) values[i] = fromFloat16(halves[i] as number);
  return values;
}
