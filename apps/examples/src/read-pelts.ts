import { readFileSync } from "node:fs";

/** The two populations, in the order of the components of every state in this demo. */
export const SPECIES = ["hare", "lynx"] as const;

export type Species = (typeof SPECIES)[number];

/** Pelts collected in one year, in thousands. */
export interface PeltYear {
  readonly year: number;
  readonly hare: number;
  readonly lynx: number;
}

/** Reads data/pelts.csv. */
export function readPelts(): ReadonlyArray<PeltYear> {
  const text = readFileSync(new URL("../data/pelts.csv", import.meta.url), "utf8");
  return parsePelts(text);
}

/** Parses lines of `year,hare,lynx` below a header. @throws Error with the line if it is not three numbers. */
export function parsePelts(text: string): ReadonlyArray<PeltYear> {
  return text
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => {
      const [year = Number.NaN, hare = Number.NaN, lynx = Number.NaN] = line.split(",").map(Number);
      if (![year, hare, lynx].every(Number.isFinite)) {
        throw new Error(`Not a row of year,hare,lynx: "${line}".`);
      }
      return { year, hare, lynx };
    });
}
