import type { Live } from "../live.js";
import { report } from "./report.js";

// The module #live as the code in the page sees it.

export { chosen as controls } from "./chosen.js";

export const progress: Live["progress"] = function* (total) {
  for (let i = 0; i < total; i++) {
    report({ kind: "progress", done: i, total });
    yield i;
  }
  report({ kind: "progress", done: total, total });
};

export const plot: Live["plot"] = (title, curves, axes = {}) =>
  report({ kind: "picture", picture: { kind: "curves", title, curves, axes } });

export const heat: Live["heat"] = (title, rows, axes = {}) =>
  report({ kind: "picture", picture: { kind: "heat", title, rows, axes } });
