// What most hosts have, and the standard library's types of the language alone do not name.
declare const performance: { now(): number } | undefined;

/** Milliseconds since some moment: as finely as the host can tell. */
export function clock(): number {
  return typeof performance === "undefined" ? Date.now() : performance.now();
}
