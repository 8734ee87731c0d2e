import { fileURLToPath } from "node:url";
import { build, preview } from "vite";

/** A server of the benchmarks' page. */
export interface PageServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Bundles the page for production, into a folder that git ignores, and serves it locally. */
export async function servePage(): Promise<PageServer> {
  const root = fileURLToPath(new URL("../../src/page/", import.meta.url));
  const outDir = fileURLToPath(new URL("../../node_modules/.cache/page", import.meta.url));
  const shared = { root, configFile: false, logLevel: "error" } as const;
  await build({ ...shared, build: { outDir, emptyOutDir: true, target: "es2022" } });
  // Cross-origin isolation makes clocks more precise.
  const headers = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
  };
  const server = await preview({
    ...shared,
    build: { outDir },
    preview: { port: 0, host: "localhost", headers },
  });
  return {
    url: server.resolvedUrls?.local[0] as string,
    close: () => server.close(),
  };
}
