import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exact } from "../codecs/exact.js";
import { compressed } from "../compressed/compressed.js";
import { type HostArray, RecordFault } from "../index.js";
import { decodeRecord } from "./decode-record.js";
import { encodeRecord as encode } from "./encode-record.js";
import type { HostLeaf } from "./record-layout.js";

/** A record, at a place in memory that had other contents before. */
function encodeRecord(...args: Parameters<typeof encode>): Uint8Array {
  const { length, fill } = encode(...args);
  const record = new Uint8Array(length).fill(255);
  fill(record);
  return record;
}

/** Numbers of any bits, NaN of all kinds included. */
const arbitraryLeaf: fc.Arbitrary<HostLeaf> = fc
  .record({
    shape: fc.array(fc.nat({ max: 4 }), { maxLength: 4 }),
    isDouble: fc.boolean(),
    seed: fc.nat(),
  })
  .map(({ shape, isDouble, seed }) => {
    const length = shape.reduce((n, m) => n * m, 1);
    const bytes = Uint8Array.from(
      { length: 8 * length },
      (_, i) => (seed * (i + 1) * 2654435761) >>> 13,
    );
    const values: HostArray = isDouble
      ? new Float64Array(bytes.buffer)
      : new Float32Array(bytes.buffer, 0, length);
    return { shape, values };
  });

const arbitraryState = fc.array(arbitraryLeaf, { maxLength: 4 });

/** The bits of all values, and what they are bits of. */
const bitsOf = (leaves: ReadonlyArray<HostLeaf>) =>
  leaves.map(({ values, shape }) => ({
    shape,
    type: values.constructor.name,
    bits: Array.from(new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
  }));

describe.each([exact, compressed()])("A record, $name,", (codec) => {
  test("gives back shapes and values, to the bit.", () => {
    fc.assert(
      fc.property(fc.nat(), arbitraryState, (step, leaves) => {
        const record = encodeRecord(step, leaves, codec);
        expect(record.length % 8).toBe(0);
        expect(bitsOf(decodeRecord(record, step, codec))).toEqual(bitsOf(leaves));
      }),
      { seed: 9, numRuns: 300 },
    );
  });

  test("gives them back from any place in memory.", () => {
    const leaves = [{ shape: [3], values: Float64Array.of(1, Number.NaN, -0) }];
    const record = encodeRecord(5, leaves, codec);
    for (let shift = 0; shift < 9; shift++) {
      const moved = new Uint8Array(record.length + shift).subarray(shift);
      moved.set(record);
      expect(bitsOf(decodeRecord(moved, 5, codec))).toEqual(bitsOf(leaves));
      encode(5, leaves, codec).fill(moved.fill(255));
      expect(moved).toEqual(record);
    }
  });

  test("is refused if any bit of it is flipped, or its end is missing, or it is another step's.", () => {
    const leaves = [
      { shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) },
      { shape: [], values: Float64Array.of(5) },
      { shape: [0], values: new Float32Array() },
    ];
    const record = encodeRecord(7, leaves, codec);
    for (let bit = 0; bit < 8 * record.length; bit++) {
      const flipped = record.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(() => decodeRecord(flipped, 7, codec), `bit ${bit}`).toThrow(RecordFault);
    }
    for (let length = 0; length < record.length; length++)
      expect(() => decodeRecord(record.slice(0, length), 7, codec)).toThrow(RecordFault);
    expect(() => decodeRecord(record, 8, codec)).toThrow(/is corrupt: it belongs to another step/);
    expect(decodeRecord(record, 7, codec)).toHaveLength(3);
  });
});

test("All bits of NaN are kept.", () => {
  const values = new Float32Array(Uint32Array.of(0x7fc12345, 0xffa00001).buffer);
  const [leaf] = decodeRecord(encodeRecord(0, [{ shape: [2], values }], exact), 0, exact);
  const found = leaf?.values as Float32Array;
  expect(Array.from(new Uint32Array(found.buffer, found.byteOffset, 2))).toEqual([
    0x7fc12345, 0xffa00001,
  ]);
});
