import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { graphProgram } from "../../src/tensorflow/graph-program.js";
import type { TfjsNode } from "../../src/tensorflow/index.js";
import { type Binding, bindingOf } from "../../src/tensorflow/tfjs-node.js";
import type { Subject } from "../support/subject.js";

/** Where scripts/libtensorflow.sh puts tfjs-node with its binary. */
const folder = new URL("../../../../.cache/tfjs-node/", import.meta.url);

/** Whether tfjs-node can run here. Says so where it cannot. */
export const hasTfjsNode: boolean = existsSync(
  fileURLToPath(
    new URL("node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node", folder),
  ),
);

if (!hasTfjsNode)
  process.stderr.write(
    "Tests on libtensorflow are skipped: run scripts/libtensorflow.sh to have tfjs-node in .cache/tfjs-node.\n",
  );

/** The module itself. */
export function tfjsNode(): TfjsNode {
  return createRequire(folder)("@tensorflow/tfjs-node") as TfjsNode;
}

/** All functions as graphs, however small. */
export function graphsOn(binding: () => Binding): Subject {
  return {
    name: "tensorflow",
    precisions: ["float32"],
    load: (source) => graphProgram(binding(), source),
  };
}

/** The same with the binding itself. */
export const graphs: Subject = graphsOn(() => bindingOf(tfjsNode()));

/** The binding with a count of what it holds. */
export function counting(): { readonly binding: Binding; tensors: number; sessions: number } {
  const own = bindingOf(tfjsNode());
  const counts = {
    tensors: 0,
    sessions: 0,
    binding: {
      TF_FLOAT: own.TF_FLOAT,
      createTensor(...args: Parameters<Binding["createTensor"]>) {
        const id = own.createTensor(...args);
        counts.tensors++;
        return id;
      },
      tensorDataSync: (id: number) => own.tensorDataSync(id),
      deleteTensor(id: number) {
        counts.tensors--;
        own.deleteTensor(id);
      },
      loadSavedModel(...args: Parameters<Binding["loadSavedModel"]>) {
        const id = own.loadSavedModel(...args);
        counts.sessions++;
        return id;
      },
      runSavedModel(...args: Parameters<Binding["runSavedModel"]>) {
        const found = own.runSavedModel(...args);
        counts.tensors += found.length;
        return found;
      },
      deleteSavedModel(id: number) {
        counts.sessions--;
        own.deleteSavedModel(id);
      },
    },
  };
  return counts;
}
