import type { RunReport } from "../messages.js";

/** Sends a report to the page. */
export function report(message: RunReport): void {
  postMessage(message);
}
