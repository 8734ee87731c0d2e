import type { Shape } from "../graph/shapes.js";
import type { GraphWriter } from "./graph-def/graph-writer.js";
import { createTensor, type Given, type Held, openSession, type Session } from "./session.js";
import type { Binding } from "./tfjs-node.js";

/** What a program has in TensorFlow. */
export interface Resources {
  /** Bytes of its sessions. */
  readonly bytes: number;
  open(graph: GraphWriter): Session;
  /** Makes tensors that all later calls pass, and frees those before. */
  hold(inputs: ReadonlyArray<Given & { readonly shape: Shape }>): void;
  readonly held: ReadonlyArray<Held>;
  free(): void;
}

/** Nothing yet. */
export function newResources(binding: Binding): Resources {
  const sessions = new Set<Session>();
  let held: Array<Held> = [];
  let bytes = 0;

  function drop(): void {
    for (const { id } of held) binding.deleteTensor(id);
    held = [];
  }

  return {
    get bytes() {
      return bytes;
    },
    get held() {
      return held;
    },
    open(graph) {
      const session = openSession(binding, graph);
      sessions.add(session);
      bytes += session.bytes;
      return session;
    },
    hold(inputs) {
      drop();
      for (const { name, shape, values } of inputs)
        held.push({ name, id: createTensor(binding, shape, values) });
    },
    free() {
      drop();
      for (const session of sessions) session.release();
      sessions.clear();
      bytes = 0;
    },
  };
}

const registry = new FinalizationRegistry<Resources>((resources) => resources.free());

/** Frees resources when a program is garbage: programs of functions that are forgotten are not released. */
export function freeWith(program: object, resources: Resources): void {
  registry.register(program, resources);
}
