/** What an instruction of the module does. */
export type Kind =
  | "map"
  | "matMul"
  | "reduce"
  | "gather"
  | "scatter"
  | "cumulative"
  | "run"
  | "copy"
  | "zero"
  | "combine"
  | "norm";

/** In the order of `Kind` in assembly/kinds.ts. The words of each are documented with its function there. */
const KINDS: ReadonlyArray<Kind> = [
  "map",
  "matMul",
  "reduce",
  "gather",
  "scatter",
  "cumulative",
  "run",
  "copy",
  "zero",
  "combine",
  "norm",
];

/** The words of an instruction: its kind, its length in bytes, and what its kind takes. */
export function instruction(kind: Kind, words: ReadonlyArray<number>): Array<number> {
  return [KINDS.indexOf(kind), 4 * (words.length + 2), ...words];
}
