import { checkValue, EngineUnavailableError, must, required } from "@symplectic-adjoint/core";
import type { TfjsNode } from "./tfjs-node.js";

/** The module, a promise of it, or a function that imports it. */
export type TfjsNodeSource = TfjsNode | PromiseLike<unknown> | (() => unknown);

const MODULE = required(
  must(
    isTfjsNode,
    "is not the module @tensorflow/tfjs-node or @tensorflow/tfjs-node-gpu",
    'Write await useNode(() => import("@tensorflow/tfjs-node")).',
  ),
);

/**
 * The module passed by the user.
 *
 * @throws EngineUnavailableError if loading it fails, for example if its native binding is missing.
 * @throws InvalidArgumentError if it is not tfjs-node.
 */
export async function loadTfjsNode(source: TfjsNodeSource): Promise<TfjsNode> {
  let module: unknown;
  try {
    module = await (typeof source === "function" ? source() : source);
  } catch (cause) {
    throw new EngineUnavailableError({
      argument: "@tensorflow/tfjs-node",
      problem: `could not be loaded: ${reason(cause)}`,
      remedy: remedy(cause),
      cause,
    });
  }
  // A bundler may put all exports of a CommonJS module in `default`.
  const found = isTfjsNode(module) ? module : (module as { default?: unknown } | null)?.default;
  checkValue("useNode's argument", isTfjsNode(found) ? found : module, MODULE);
  return found as TfjsNode;
}

function isTfjsNode(value: unknown): value is TfjsNode {
  if (typeof value !== "object" || value === null) return false;
  const { node, version, Tensor } = value as Partial<TfjsNode>;
  return typeof node === "object" && typeof version === "object" && typeof Tensor === "function";
}

function reason(cause: unknown): string {
  return cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : String(cause);
}

function remedy(cause: unknown): string {
  const text = cause instanceof Error ? `${cause.message} ${String(cause.stack)}` : String(cause);
  if (/tfjs_binding|native addon|libtensorflow|\.node\b/i.test(text)) {
    return "Its native binding is missing: npm rebuild @tensorflow/tfjs-node --build-addon-from-source, or use another engine, such as useWasm().";
  }
  return "Install @tensorflow/tfjs-node, or use another engine, such as useWasm().";
}
