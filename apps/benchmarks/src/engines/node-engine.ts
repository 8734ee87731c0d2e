import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { useCpu } from "@symplectic-adjoint/backend-cpu";
import { type TfjsNode, useNode } from "@symplectic-adjoint/backend-node";
import { useWasm } from "@symplectic-adjoint/backend-wasm";
import { useWebgpu } from "@symplectic-adjoint/backend-webgpu";
import * as tf from "@tensorflow/tfjs";
import { type Activation, chooseEngine } from "./choose-engine.js";
import { nodeWebgpu } from "./node-webgpu.js";

/**
 * The location of scripts/libtensorflow.sh's output in the library's checkout; it shares the core with the
 * TensorFlow.js there.
 */
const FOLDER = new URL(
  "../../.cache/tfjs-node/",
  import.meta.resolve("symplectic-adjoint/package.json"),
);
const PACKAGE = "@tensorflow/tfjs-node";

const versions = { node: process.versions.node, tfjs: tf.version.tfjs };

/** The engines available in Node. */
export const nodeEngines: Readonly<Record<string, Activation>> = {
  async cpu(stock) {
    await (stock ? chooseEngine("cpu") : useCpu());
    return { versions, notes: [] };
  },

  async wasm(stock) {
    await import("@tensorflow/tfjs-backend-wasm");
    await (stock ? chooseEngine("wasm") : useWasm());
    return { versions, notes: ["TensorFlow.js' WebAssembly has one thread in Node."] };
  },

  async webgpu(stock) {
    const device = await nodeWebgpu();
    await import("@tensorflow/tfjs-backend-webgpu");
    await (stock ? chooseEngine("webgpu") : useWebgpu());
    const notes = ["The number of threads of a software driver is not limited."];
    return { versions: { ...versions, ...dawn() }, device, notes };
  },

  async tensorflow(stock) {
    const loaded = loadTfjsNode();
    await (stock ? chooseEngine("tensorflow") : useNode(loadTfjsNode));
    return {
      versions: { ...versions, "tfjs-node": loaded.version["tfjs-node"] ?? "unknown" },
      notes: [
        "libtensorflow is limited to one thread within and one between operations, and so is oneDNN.",
      ],
    };
  },
};

/** tfjs-node. @throws Error if it is not installed. */
export function loadTfjsNode(): TfjsNode {
  if (!existsSync(new URL(`node_modules/${PACKAGE}/lib/napi-v8/tfjs_binding.node`, FOLDER)))
    throw new Error("not installed: scripts/libtensorflow.sh does it");
  return createRequire(FOLDER)(PACKAGE) as TfjsNode;
}

function dawn(): Readonly<Record<string, string>> {
  const { version } = createRequire(import.meta.url)("webgpu/package.json") as { version: string };
  return { webgpu: version };
}
