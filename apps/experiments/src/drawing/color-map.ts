/** From 0 to 1, dark to light, in the same order in print and to colour-blind eyes; as the map viridis. */
const SEQUENTIAL = ["#440154", "#414487", "#2a788e", "#22a884", "#7ad151", "#fde725"];
/** From −1 to 1: blue, white, red. */
const DIVERGING = ["#2166ac", "#92c5de", "#f7f7f7", "#f4a582", "#b2182b"];

/** Pixels of a matrix, row by row: values from `from` to `to` get the colours of the map. */
export function coloured(
  values: ArrayLike<number>,
  [from, to]: readonly [number, number],
  map: "sequential" | "diverging" = "sequential",
): Uint8Array {
  const anchors = (map === "sequential" ? SEQUENTIAL : DIVERGING).map(channels);
  const pixels = new Uint8Array(3 * values.length);
  for (let i = 0; i < values.length; i++) {
    const share = ((values[i] as number) - from) / (to - from);
    const place = Math.min(Math.max(share, 0), 1) * (anchors.length - 1);
    const below = Math.min(Math.floor(place), anchors.length - 2);
    for (let c = 0; c < 3; c++) {
      const [a, b] = [anchors[below]?.[c] as number, anchors[below + 1]?.[c] as number];
      pixels[3 * i + c] = Math.round(a + (b - a) * (place - below));
    }
  }
  return pixels;
}

function channels(color: string): [number, number, number] {
  const value = Number.parseInt(color.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
