/** The flags that Chromium is started with, for benchmarks and for tests. */
export const chromiumFlags: ReadonlyArray<string> = [
  "--no-sandbox", // Containers run as root.
  "--no-first-run",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--enable-unsafe-webgpu", // An adapter on the CPU (SwiftShader) if there is no GPU.
];
