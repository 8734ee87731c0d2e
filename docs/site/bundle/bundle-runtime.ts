import { rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Where the runtime lies: file names within its folder. */
export interface Runtime {
  readonly worker: string;
  /** By the names under which the code of a page imports them. */
  readonly modules: Readonly<Record<string, string>>;
}

const docs = fileURLToPath(new URL("../..", import.meta.url));

/** What the code of a page may import: everything that runs in a browser. */
const packages = [
  "@tensorflow/tfjs",
  "@tensorflow/tfjs-core",
  "symplectic-adjoint",
  "symplectic-adjoint/float64",
  ...[
    "adjoint",
    "backend-cpu",
    "backend-float64",
    "backend-tfjs",
    "backend-wasm",
    "backend-webgl",
    "backend-webgpu",
    "checkpoint",
    "checkpoint-stores",
    "compile",
    "core",
    "events",
    "models",
    "planner",
    "runge-kutta",
    "solver",
    "step-size",
    "tableaux",
  ].map((name) => `@symplectic-adjoint/${name}`),
];

/**
 * Bundles the library, TensorFlow.js and the worker from their sources into a folder, as ES modules that share one copy of
 * everything. Names carry hashes of their contents, so that a browser never combines files of two releases.
 */
export async function bundleRuntime(outdir: string): Promise<Runtime> {
  await rm(outdir, { recursive: true, force: true });
  const entries: Readonly<Record<string, string>> = {
    worker: "./site/worker/worker.ts",
    "#live": "./site/worker/live.ts",
    ...Object.fromEntries(packages.map((name) => [name, name])),
  };
  const { metafile } = await build({
    absWorkingDir: docs,
    entryPoints: Object.entries(entries).map(([name, path]) => ({ in: path, out: fileName(name) })),
    entryNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    target: "es2022",
    outdir,
    conditions: ["@symplectic-adjoint/source"],
    loader: { ".wasm": "file" },
    metafile: true,
    logLevel: "error",
  });
  const built = Object.keys(metafile.outputs).map((path) => basename(path));
  const fileOf = (name: string): string => {
    const pattern = new RegExp(`^${fileName(name)}-[A-Z0-9]{8}\\.js$`);
    const file = built.find((path) => pattern.test(path));
    if (file === undefined) throw new Error(`esbuild wrote no ${join(outdir, fileName(name))}.`);
    return file;
  };
  const { worker: _worker, ...modules } = entries;
  return {
    worker: fileOf("worker"),
    modules: Object.fromEntries(Object.keys(modules).map((name) => [name, fileOf(name)])),
  };
}

function fileName(specifier: string): string {
  return specifier.replace(/[@#]/g, "").replaceAll("/", ".");
}
