import type { Controls, Live, Picture } from "../live.js";

export type { Curve } from "../live.js";

// The module #live in Node, for the tests that run the tutorials' code: few iterations, and pictures that are only kept.

/** Iterations of each loop in a test. */
export const shortened = { iterations: 2 };

export const controls: { -readonly [Name in keyof Controls]: Controls[Name] } = { compiled: true };

/** The last picture of each title. */
export const pictures: Map<string, Picture> = new Map();

export const progress: Live["progress"] = function* (total) {
  for (let i = 0; i < Math.min(total, shortened.iterations); i++) yield i;
};

export const plot: Live["plot"] = (title, curves, axes = {}) => {
  pictures.set(title, { kind: "curves", title, curves, axes });
};

export const heat: Live["heat"] = (title, rows, axes = {}) => {
  pictures.set(title, { kind: "heat", title, rows, axes });
};
