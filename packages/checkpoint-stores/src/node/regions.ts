/** Regions of a file begin and end at multiples of this. */
const BLOCK = 4096;

/** A part of a file. */
export interface Region {
  readonly offset: number;
  readonly length: number;
}

/** Divides a file into regions, and reuses those that were freed. */
export class Regions {
  /** End of the last region. */
  end = 0;
  readonly #free: Array<Region> = [];

  /** A region for some bytes: a free one, of up to twice the length, or a new one at the end. */
  take(bytes: number): Region {
    const length = Math.ceil(bytes / BLOCK) * BLOCK;
    const place = this.#free.findIndex(
      (region) => region.length >= length && region.length <= 2 * length,
    );
    if (place >= 0) return this.#free.splice(place, 1)[0] as Region;
    const region = { offset: this.end, length };
    this.end += length;
    return region;
  }

  giveBack(region: Region): void {
    this.#free.push(region);
  }
}
