import { type HostTensor, tensorOf } from "./host-tensor.js";

/** Ranges of samples. */
export type Range = "signed" | "positive";

/**
 * Irregular numbers that are exact in float32, deterministic for each seed: between 1/4 and 2 in magnitude, of either
 * sign by default. None is near the kinks of relu and similar functions, or near a pole.
 */
export function sample(
  shape: ReadonlyArray<number>,
  seed: number,
  range: Range = "signed",
): HostTensor {
  let i = 0;
  return tensorOf(shape, () => {
    const wave = Math.sin(12.9898 * (seed + 1) + 37.719 * ++i) * 4999;
    const fraction = wave - Math.floor(wave);
    const magnitude = Math.fround(0.25 + 1.75 * fraction);
    return range === "signed" && Math.floor(wave) % 2 !== 0 ? -magnitude : magnitude;
  });
}
