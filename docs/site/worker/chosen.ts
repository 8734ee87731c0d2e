import type { Controls } from "../live.js";

/** The choices for the run in progress. */
export const chosen: { -readonly [Name in keyof Controls]: Controls[Name] } = { compiled: false };
