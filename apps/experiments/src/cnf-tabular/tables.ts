import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { uniforms } from "@symplectic-adjoint/examples/posterior/normals";

/** Where scripts/datasets.sh puts the packages that contain the tables. */
const FOLDER = new URL("../../../../.cache/datasets/", import.meta.url);
const VEGA = "node_modules/vega-datasets/data/";
const MOST_ROWS = 20_000;

/** A table with columns of numbers. */
interface TableSource {
  readonly file: string;
  read(text: string): Array<Array<number>>;
}

const sources = {
  "ZIP codes": {
    file: `${VEGA}zipcodes.csv`,
    // Of the contiguous states: longitude, latitude.
    read: (text) =>
      csv(text)
        .map((row) => [Number(row[2]), Number(row[1])])
        .filter(([east = 0, north = 0]) => north > 24 && north < 50 && east > -125 && east < -66),
  },
  flights: {
    file: `${VEGA}flights-200k.json`,
    read: (text) =>
      (JSON.parse(text) as Array<Record<"delay" | "distance" | "time", number>>).map(
        ({ delay, distance, time }) => [delay, distance, time],
      ),
  },
  wine: { file: "sklearn/wine_data.csv", read: (text) => numbers(text, 13) },
  "Boston housing": { file: "sklearn/boston_house_prices.csv", read: (text) => numbers(text, 14) },
  "breast cancer": { file: "sklearn/breast_cancer.csv", read: (text) => numbers(text, 30) },
  digits: { file: "sklearn/digits.csv.gz", read: (text) => numbers(text, 64) },
} satisfies Record<string, TableSource>;

/** The name of a real table. */
export type RealTableName = keyof typeof sources;

/** All of them. */
export const REAL_TABLES = Object.keys(sources) as ReadonlyArray<RealTableName>;

/** A table, divided and standardised by mean and deviation of its training rows. */
export interface SplitTable {
  readonly dimension: number;
  readonly training: ReadonlyArray<ReadonlyArray<number>>;
  readonly test: ReadonlyArray<ReadonlyArray<number>>;
}

/** Reads a table; undefined if its package has not been fetched. */
export function realTable(name: RealTableName): SplitTable | undefined {
  const { file, read }: TableSource = sources[name];
  const path = new URL(file, FOLDER);
  if (!existsSync(path)) return undefined;
  const bytes = readFileSync(path);
  return splitTable(read((file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8")));
}

/**
 * Shuffles the rows, adds uniform noise to columns of integers, whose density would otherwise be infinite, splits off a tenth
 * to test on, and standardises.
 */
export function splitTable(all: ReadonlyArray<ReadonlyArray<number>>): SplitTable {
  const uniform = uniforms(42);
  const rows = all.map((row) => [...row]);
  for (let i = rows.length - 1; i > 0; i--) {
    const k = Math.floor(uniform() * (i + 1));
    [rows[i], rows[k]] = [rows[k] as Array<number>, rows[i] as Array<number>];
  }
  rows.length = Math.min(rows.length, MOST_ROWS);
  const dimension = rows[0]?.length ?? 0;
  const tested = Math.floor(rows.length / 10);
  for (let k = 0; k < dimension; k++) {
    if (rows.every((row) => Number.isInteger(row[k])))
      for (const row of rows) row[k] = (row[k] as number) + uniform();
    const known = rows.slice(tested).map((row) => row[k] as number);
    const mean = known.reduce((sum, x) => sum + x, 0) / known.length;
    const variance = known.reduce((sum, x) => sum + (x - mean) ** 2, 0) / known.length;
    // A column that is constant but for the noise has some deviation too.
    for (const row of rows) row[k] = ((row[k] as number) - mean) / Math.sqrt(variance);
  }
  return { dimension, training: rows.slice(tested), test: rows.slice(0, tested) };
}

function csv(text: string): Array<Array<string>> {
  const lines = text.trim().split("\n").slice(1);
  return lines.map((line) => line.split(","));
}

/** The first columns of the rows that consist of numbers; lines before them are headings. */
function numbers(text: string, columns: number): Array<Array<number>> {
  return text
    .trim()
    .split("\n")
    .map((line) => line.split(",").slice(0, columns).map(Number))
    .filter((row) => row.length === columns && row.every(Number.isFinite));
}
