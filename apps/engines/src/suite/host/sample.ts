import { type HostTensor, tensorOf } from "./host-tensor.js";

/** Where samples lie. */
export type Range = "signed" | "positive";

/**
 * Numbers without a pattern that float32 holds exactly, the same for the same seed: between 1/4 and 2, of either sign
 * unless said otherwise. So none is near the kinks of relu and its like, nor near a pole.
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
