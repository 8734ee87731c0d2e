import { InvalidArgumentError } from "@symplectic-adjoint/core";
import { io } from "@tensorflow/tfjs-core";
import { hasFunctions } from "../checks/requirements.js";

/** Where the state of a training is kept: a handler of TensorFlow.js that can save and load. */
export interface TrainingStore {
  /** Replaces what was saved before. */
  save(artifacts: io.ModelArtifacts): Promise<io.SaveResult>;
  /** What was saved last. */
  load(): Promise<io.ModelArtifacts>;
  /** Whether something has been saved. Without it, loading must succeed. */
  exists?(): Promise<boolean>;
}

/**
 * A URL of TensorFlow.js, such as "indexeddb://flow" or "localstorage://flow" in browsers, or a handler: in Node,
 * `fileHandler(path)` of `@symplectic-adjoint/models/node`.
 */
export type TrainingTarget = string | TrainingStore;

/** The store that a target means. */
export function storeOf(target: TrainingTarget): TrainingStore {
  if (typeof target !== "string") {
    if (hasFunctions(target, ["save", "load"])) return target;
    throw wrongTarget(target, "must be a URL of TensorFlow.js, or a handler that saves and loads");
  }
  const [saver, loader] = [io.getSaveHandlers(target)[0], io.getLoadHandlers(target)[0]];
  const { save, load } = { save: saver?.save, load: loader?.load };
  if (saver === undefined || save === undefined || loader === undefined || load === undefined) {
    throw wrongTarget(target, "has no handler here");
  }
  return {
    save: (artifacts) => save.call(saver, artifacts),
    load: () => load.call(loader),
    exists: async () => target in (await io.listModels()),
  };
}

function wrongTarget(target: unknown, problem: string): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: "target",
    value: target,
    problem,
    remedy: 'Write "indexeddb://training" in a browser, and fileHandler("training.bin") in Node.',
  });
}
