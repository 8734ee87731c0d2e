/** Identifies a runner. */
export interface RunnerKey {
  /** The engine, or PyTorch. */
  readonly platform: string;
  /**
   * The unmodified engine, or equipped without the lean engine, or by this checkout or by another, or f compiled, for the
   * executor in WebAssembly or in JavaScript. Absent: equipped by this checkout.
   */
  readonly variant?: "stock" | "plain" | "now" | "before" | "compiled" | "graphs" | "javascript";
}

/** Whether two keys identify the same runner. */
export function sameRunner(a: RunnerKey, b: RunnerKey): boolean {
  return a.platform === b.platform && a.variant === b.variant;
}

/** For tables and messages: `wasm stock`. */
export function runnerName({ platform, variant }: RunnerKey): string {
  return variant === undefined ? platform : `${platform} ${variant}`;
}
