import type { Compilation } from "@symplectic-adjoint/core";

/** Bytes, with a suitable unit. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const [value, unit] = bytes < 1024 ** 2 ? [bytes / 1024, "KiB"] : [bytes / 1024 ** 2, "MiB"];
  return `${value.toFixed(1)} ${unit}`;
}

/** A duration in milliseconds, to three digits. */
export function formatMilliseconds(duration: number): string {
  return `${Number(duration.toPrecision(3))} ms`;
}

/** The median of the last values, which ignores occasional pauses. */
export function recentMedian(values: ReadonlyArray<number>, last = 21): number {
  const sorted = values.slice(-last).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** How a network was run: as a program, and in what, or one operation at a time. */
export function formatWay(compilation: Compilation | undefined): string {
  if (compilation === undefined || !("executor" in compilation)) return "by single operations";
  return `compiled, in ${compilation.executor === "wasm" ? "WebAssembly" : "JavaScript"}`;
}
