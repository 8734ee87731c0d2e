import { checkValue } from "@symplectic-adjoint/core";
import { deflateSync, inflateSync } from "fflate";
import { exact } from "../codecs/exact.js";
import {
  codecContract,
  type HostArray,
  type HostPrecision,
  type RecordCodec,
} from "../record-codec.js";
import { shuffleBytes, unshuffleBytes } from "./shuffle-bytes.js";

/** Bytes before the compressed ones: the size of a number, and the number of bytes without compression. */
const HEADER = 8;
/** Higher levels of deflate take several times as long, for a few per cent. */
const LEVEL = 1;

/**
 * Compresses what another codec encodes, without loss: its bytes are sorted by their place in the numbers, and deflated.
 * Measured on a million bytes of float32: a smooth state shrinks to 75 % (without sorting to 94 %), random numbers to 85 %
 * (92 %). It takes 0.1 to 0.2 µs per byte.
 *
 * @param codec Default: full precision.
 * @example
 * const adjoint = symplecticAdjoint({ store: fileStore({ folder: "/var/tmp", codec: compressed() }) });
 */
export function compressed(codec: RecordCodec = exact): RecordCodec {
  checkValue("codec", codec, codecContract);
  return Object.freeze({
    name: codec === exact ? "compressed" : `compressed ${codec.name}`,
    exact: codec.exact,
    ...(codec.ratio !== undefined && { ratio: codec.ratio }),
    encode: (values: HostArray) => compress(codec.encode(values), values.length),
    decode: (bytes: Uint8Array, precision: HostPrecision) =>
      codec.decode(decompress(bytes), precision),
  });
}

function compress(bytes: Uint8Array, count: number): Uint8Array {
  const size = count > 0 && bytes.length % count === 0 ? bytes.length / count : 1;
  const shuffled = shuffleBytes(bytes, size);
  const deflated = deflateSync(shuffled, { level: LEVEL });
  // What does not shrink is stored as it is.
  const smaller = deflated.length < bytes.length;
  const body = smaller ? deflated : bytes;
  const result = new Uint8Array(HEADER + body.length);
  new Uint32Array(result.buffer, 0, 2).set([smaller ? size : 0, bytes.length]);
  result.set(body, HEADER);
  return result;
}

function decompress(bytes: Uint8Array): Uint8Array {
  const [size = 0, length = 0] = new Uint32Array(bytes.slice(0, HEADER).buffer);
  const body = bytes.subarray(HEADER);
  if (size === 0) return body;
  return unshuffleBytes(inflateSync(body, { out: new Uint8Array(length) }), size);
}
