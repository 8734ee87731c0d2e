import { expect, test } from "vitest";
import { exact, half } from "../index.js";
import { compressed } from "./compressed.js";
import { shuffleBytes, unshuffleBytes } from "./shuffle-bytes.js";

/** A smooth state: neighbours are alike. */
const smooth = Float32Array.from({ length: 4096 }, (_, i) => Math.sin(i / 500));
/** Noise, from a linear congruential generator. */
const noise = (() => {
  let seed = 1;
  return Float32Array.from({ length: 4096 }, () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  });
})();

test("Bytes are sorted by their place in the number.", () => {
  const bytes = Uint8Array.of(1, 2, 3, 11, 12, 13);
  expect(shuffleBytes(bytes, 3)).toEqual(Uint8Array.of(1, 11, 2, 12, 3, 13));
  expect(unshuffleBytes(shuffleBytes(bytes, 3), 3)).toEqual(bytes);
});

test("Compression loses nothing, and never takes much more than without.", () => {
  const codec = compressed();
  for (const values of [smooth, noise, Float64Array.from(noise), new Float32Array()]) {
    const bytes = codec.encode(values);
    expect(bytes.length).toBeLessThanOrEqual(values.byteLength + 8);
    const precision = values instanceof Float64Array ? "float64" : "float32";
    expect(codec.decode(bytes, precision)).toEqual(values);
  }
});

test("Sorted bytes of a smooth state shrink by more than a quarter; of zeros nearly all.", () => {
  const ratio = (values: Float32Array) =>
    compressed().encode(values).length / exact.encode(values).length;
  expect(ratio(smooth)).toBeLessThan(0.75);
  expect(ratio(new Float32Array(4096))).toBeLessThan(0.01);
});

test("Another codec can be compressed, and stays what it is.", () => {
  const codec = compressed(half);
  expect(codec).toMatchObject({ name: "compressed float16, not exact", exact: false });
  expect(codec.decode(codec.encode(smooth), "float32")).toEqual(
    half.decode(half.encode(smooth), "float32"),
  );
});
