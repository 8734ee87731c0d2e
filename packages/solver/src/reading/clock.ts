// Available in most hosts, but not in the ES library types.
declare const performance: { now(): number } | undefined;

/** A timestamp in milliseconds, with the best resolution available. */
export function clock(): number {
  return typeof performance === "undefined" ? Date.now() : performance.now();
}
