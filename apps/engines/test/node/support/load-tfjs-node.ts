import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import type { TfjsNode } from "@symplectic-adjoint/backend-node";

/** Where scripts/libtensorflow.sh puts tfjs-node, compiled against a real libtensorflow. */
const folder = new URL("../../../../../.cache/tfjs-node/", import.meta.url);
const binding = "node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node";

/** Loads tfjs-node; undefined where it is not installed. */
export const loadTfjsNode: (() => TfjsNode) | undefined = existsSync(new URL(binding, folder))
  ? () => createRequire(folder)("@tensorflow/tfjs-node") as TfjsNode
  : undefined;
