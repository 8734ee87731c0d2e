import { contract, type Requirement } from "@symplectic-adjoint/core";

/** The values of an array on the host. */
export type HostArray = Float32Array | Float64Array;

/** The type of the values of an array. */
export type HostPrecision = "float32" | "float64";

/** Converts the values of an array to the bytes that are stored, and back. */
export interface RecordCodec {
  readonly name: string;
  /** Whether `decode` returns bitwise what `encode` received. */
  readonly exact: boolean;
  /** Stored bytes per byte of a float32 array, if always the same. Default 1. */
  readonly ratio?: number;
  /** The bytes of some values; may share their memory. @throws RecordFault if it cannot represent them. */
  encode(values: HostArray): Uint8Array;
  /** The values of these bytes; may share their memory. */
  decode(bytes: Uint8Array, precision: HostPrecision): HostArray;
}

/** The members of a codec. */
export const codecContract: Requirement = contract(
  "a codec",
  {
    name: "string",
    exact: "boolean",
    ratio: (value) =>
      value === undefined || (typeof value === "number" && value > 0)
        ? undefined
        : "must be a positive number",
    encode: "function",
    decode: "function",
  },
  "Write codec: half, or leave it out.",
);
