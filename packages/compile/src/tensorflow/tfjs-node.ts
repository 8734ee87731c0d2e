import { checkValue, must, required } from "@symplectic-adjoint/core";

/** What tells the module `@tensorflow/tfjs-node`, or `-gpu`, from others. */
export interface TfjsNode {
  /** Additions to the API of `@tensorflow/tfjs`. */
  readonly node: object;
  /** Versions of the packages; `"tfjs-node"` is its own. */
  readonly version: Readonly<Record<string, string>>;
}

/** The used part of the native binding of tfjs-node. Tensors and sessions are numbers. */
export interface Binding {
  readonly TF_FLOAT: number;
  createTensor(shape: ReadonlyArray<number>, type: number, values: Float32Array): number;
  tensorDataSync(tensor: number): Float32Array;
  deleteTensor(tensor: number): void;
  loadSavedModel(folder: string, tags: string): number;
  /** Names are separated by commas. */
  runSavedModel(
    session: number,
    tensors: ReadonlyArray<number>,
    inputs: string,
    outputs: string,
  ): ReadonlyArray<{ readonly id: number }>;
  deleteSavedModel(session: number): void;
}

const METHODS = [
  "createTensor",
  "tensorDataSync",
  "deleteTensor",
  "loadSavedModel",
  "runSavedModel",
  "deleteSavedModel",
] as const;

const MODULE = required(
  must(
    (value) => bindingIn(value) !== undefined,
    "is not the module @tensorflow/tfjs-node or @tensorflow/tfjs-node-gpu, version 4",
    'Write tensorflowGraphs(await import("@tensorflow/tfjs-node")).',
  ),
);

/**
 * The native binding of tfjs-node.
 *
 * @throws InvalidArgumentError if the module is another one.
 */
export function bindingOf(module: unknown): Binding {
  checkValue("tensorflowGraphs' argument", module, MODULE);
  return bindingIn(module) as Binding;
}

function bindingIn(module: unknown): Binding | undefined {
  // A bundler may put all exports of a CommonJS module in `default`.
  for (const exported of [module, Object(module).default]) {
    const { findBackend } = Object(exported) as { readonly findBackend?: unknown };
    if (typeof findBackend !== "function") continue;
    const { binding } = Object(findBackend("tensorflow")) as { readonly binding?: Binding };
    if (METHODS.every((name) => typeof binding?.[name] === "function")) return binding;
  }
  return undefined;
}
