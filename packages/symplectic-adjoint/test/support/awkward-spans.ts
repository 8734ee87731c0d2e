import { nextAfter } from "@symplectic-adjoint/core";

/** A century and a half after 1970 is no time like 0: an instant of 2023, in milliseconds. */
const EPOCH = 1_700_000_000_123;

const ahead: ReadonlyArray<readonly [name: string, t0: number, t1: number]> = [
  ["1", 0, 1],
  ["a minute", 0, 60],
  ["1e-9", 0, 1e-9],
  ["1e9", 0, 1e9],
  ["1e-300", 0, 1e-300],
  ["1e300", 0, 1e300],
  ["1, not at a round time", 0.1, 1.1],
  ["2e9 across zero", -1e9, 1e9],
  ["an hour in milliseconds since 1970", EPOCH, EPOCH + 3_600_000],
  ["50 ms since 1970, two hundred thousand doubles", EPOCH, EPOCH + 50],
  ["a hundredth of a millisecond since 1970, forty doubles", EPOCH, EPOCH + 0.01],
  ["three doubles", 1e9, 1e9 + 3 * 2 ** -23],
  ["one double", 1, nextAfter(1, 1)],
];

/** Spans of time that are long, short, far from zero, or but a few doubles long, in both directions. */
export const awkwardSpans: ReadonlyArray<readonly [name: string, t0: number, t1: number]> = [
  ...ahead,
  ...ahead.map(([name, t0, t1]) => [`${name}, backward`, t1, t0] as const),
];
