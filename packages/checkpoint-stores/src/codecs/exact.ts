import type { RecordCodec } from "../record-codec.js";
import { valuesIn } from "./values-in.js";

/** Stores the bytes of the values as they are, all bits of NaN included. */
export const exact: RecordCodec = Object.freeze({
  name: "exact",
  exact: true,
  encode: (values) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  decode: valuesIn,
} satisfies RecordCodec);
