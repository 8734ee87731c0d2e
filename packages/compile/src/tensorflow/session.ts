import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EngineUnavailableError } from "@symplectic-adjoint/core";
import type { FloatArray } from "../program/program.js";
import type { GraphWriter } from "./graph-def/graph-writer.js";
import { encodeSavedModel, TAG } from "./graph-def/saved-model.js";
import type { Binding } from "./tfjs-node.js";

/** Values for an input of a graph. */
export interface Given {
  readonly name: string;
  readonly values: FloatArray;
}

/** A tensor of TensorFlow for an input, which is passed to many calls. */
export interface Held {
  readonly name: string;
  readonly id: number;
}

/** A graph in TensorFlow. */
export interface Session {
  /** Bytes of its operations and constants. */
  readonly bytes: number;
  /** One call: the values of these outputs. What the graph has no input for is ignored. */
  run(
    held: ReadonlyArray<Held>,
    given: ReadonlyArray<Given>,
    wanted: ReadonlyArray<string>,
  ): ReadonlyArray<Float32Array>;
  /** Frees it. */
  release(): void;
}

/**
 * Loads a graph. tfjs-node reads graphs from files only: this one is removed at once.
 *
 * @throws EngineUnavailableError if TensorFlow does not load it, or the file cannot be written.
 */
export function openSession(binding: Binding, { nodes, inputs }: GraphWriter): Session {
  const contents = encodeSavedModel(nodes);
  const session = load(binding, contents);
  return {
    bytes: contents.byteLength,
    run(held, given, wanted) {
      const passed = held.filter(({ name }) => inputs.has(name));
      const own: Array<number> = [];
      try {
        for (const { name, values } of given) {
          const shape = inputs.get(name);
          if (shape === undefined) continue;
          const id = createTensor(binding, shape, values);
          own.push(id);
          passed.push({ name, id });
        }
        const outputs = binding.runSavedModel(
          session,
          passed.map(({ id }) => id),
          listOf(passed.map(({ name }) => name)),
          listOf(wanted),
        );
        own.push(...outputs.map(({ id }) => id));
        return outputs.map(({ id }) => binding.tensorDataSync(id));
      } finally {
        for (const id of own) binding.deleteTensor(id);
      }
    },
    release: () => binding.deleteSavedModel(session),
  };
}

/** A tensor of TensorFlow, unknown to TensorFlow.js; the numbers are copied. */
export function createTensor(
  binding: Binding,
  shape: ReadonlyArray<number>,
  values: FloatArray,
): number {
  const singles = values instanceof Float32Array ? values : Float32Array.from(values);
  return binding.createTensor(shape, binding.TF_FLOAT, singles);
}

function load(binding: Binding, contents: Uint8Array): number {
  let folder: string | undefined;
  try {
    folder = mkdtempSync(join(tmpdir(), "symplectic-adjoint-"));
    writeFileSync(join(folder, "saved_model.pb"), contents);
    return binding.loadSavedModel(folder, TAG);
  } catch (cause) {
    throw new EngineUnavailableError({
      argument: "TensorFlow",
      problem: `could not load the graph of a compiled function: ${cause instanceof Error ? cause.message : String(cause)}`,
      remedy: 'Write executor: "wasm", or make the folder for temporary files (TMPDIR) writable.',
      cause,
    });
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}

/** The first outputs of operations, as the binding wants them. */
function listOf(names: ReadonlyArray<string>): string {
  return names.map((name) => `${name}:0`).join();
}
