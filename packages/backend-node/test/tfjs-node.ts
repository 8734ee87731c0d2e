import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { TfjsNode } from "../src/index.js";

/** Where scripts/libtensorflow.sh puts tfjs-node with its binary. */
const folder = new URL("../../../.cache/tfjs-node/", import.meta.url);

/** Whether tfjs-node can run here. Says so where it cannot. */
export const hasTfjsNode: boolean = existsSync(
  fileURLToPath(
    new URL("node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node", folder),
  ),
);

if (!hasTfjsNode) {
  process.stderr.write(
    "Tests on libtensorflow are skipped: run scripts/libtensorflow.sh to have tfjs-node in .cache/tfjs-node.\n",
  );
}

/** The module itself. */
export function loadFromCache(): TfjsNode {
  return createRequire(folder)("@tensorflow/tfjs-node") as TfjsNode;
}
