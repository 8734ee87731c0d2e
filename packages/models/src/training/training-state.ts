import {
  CheckpointError,
  checkOptions,
  isPlainObject,
  must,
  type OptionTable,
  required,
} from "@symplectic-adjoint/core";
import {
  dispose,
  io,
  type NamedTensorMap,
  type Optimizer,
  type Tensor,
  util,
  Variable,
} from "@tensorflow/tfjs-core";
import { hasFunctions } from "../checks/requirements.js";
import { storeOf, type TrainingTarget } from "./training-target.js";

/** What a training consists of. */
export interface Training {
  /** In an order that is the same when the training is resumed. Of a layers model: `model.weights.map((w) => w.read())`. */
  readonly variables: ReadonlyArray<Tensor>;
  /** Its moments and iterations are saved too. */
  readonly optimizer?: Optimizer | undefined;
}

/** Anything that JSON can hold, by name: the iteration, the best loss, … */
export type Progress = Readonly<Record<string, unknown>>;

const trainingTable: OptionTable = {
  variables: required(
    must(
      (value) => Array.isArray(value) && Array.from(value).every(isUsable),
      "must be a list of variables",
      "Write variables: [...flow.variables], say.",
    ),
  ),
  optimizer: must(
    (value) => hasFunctions(value, ["applyGradients", "getWeights", "setWeights"]),
    "must be an optimizer of TensorFlow.js",
    "Write optimizer: tf.train.adam(1e-3), say, or leave it out.",
  ),
} satisfies Record<keyof Training, unknown>;

const progressRequirement = must(
  (value) => isPlainObject(value) && typeof JSON.stringify(value) === "string",
  "must be an object that JSON can hold",
  "Write progress: { iteration: 100 }, say, or leave it out.",
);

/**
 * Saves variables, the state of their optimizer, and your progress, so that {@link resumeTraining} can go on from there. Await
 * it before the next step.
 *
 * @throws CheckpointError, with the cause, if it cannot be saved.
 * @example
 * await saveTraining("indexeddb://flow", { variables: [...flow.variables], optimizer, progress: { iteration } });
 */
export async function saveTraining(
  target: TrainingTarget,
  training: Training & { readonly progress?: Progress | undefined },
): Promise<void> {
  const store = storeOf(target);
  checkOptions("saveTraining", training, { ...trainingTable, progress: progressRequirement });
  const { variables, optimizer, progress = {} } = training;
  const moments = (await optimizer?.getWeights()) ?? [];
  try {
    const named = [...variables, ...moments.map(({ tensor }) => tensor)];
    const { data, specs } = await io.encodeWeights(
      named.map((tensor, i) => ({ name: String(i), tensor })),
    );
    const trainingState: SavedTraining = {
      variables: variables.length,
      optimizer: optimizer?.getClassName() ?? null,
      names: moments.map(({ name }) => name),
      progress,
    };
    await orCheckpointError("could not be saved", () =>
      store.save({ modelTopology: { trainingState }, weightSpecs: specs, weightData: data }),
    );
  } finally {
    // Created by the optimizer for this call; its moments are variables and remain.
    dispose(moments.filter(({ tensor }) => !(tensor instanceof Variable)).map((m) => m.tensor));
  }
}

/**
 * Restores what {@link saveTraining} saved: assigns the variables, and sets the moments and iterations of the optimizer, which
 * must be new. The training then goes on as if it had not been interrupted, up to rounding in the powers that adam computes.
 * The learning rate is the optimizer's own.
 *
 * @returns The saved progress; undefined if nothing has been saved there, and nothing is changed.
 * @throws CheckpointError if the saved variables are others, or cannot be loaded; nothing is changed then.
 * @example
 * const saved = await resumeTraining("indexeddb://flow", { variables: [...flow.variables], optimizer });
 * for (let i = Number(saved?.iteration ?? 0); i < 1000; i++) step();
 */
export async function resumeTraining(
  target: TrainingTarget,
  training: Training,
): Promise<Progress | undefined> {
  const store = storeOf(target);
  checkOptions("resumeTraining", training, trainingTable);
  const { variables, optimizer } = training;
  const artifacts = await orCheckpointError("could not be loaded", async () => {
    if (store.exists !== undefined && !(await store.exists())) return undefined;
    return store.load();
  });
  if (artifacts === undefined) return undefined;
  const { modelTopology, weightData, weightSpecs } = artifacts;
  const saved = (modelTopology as { trainingState?: SavedTraining } | undefined)?.trainingState;
  if (saved === undefined || weightData === undefined || weightSpecs === undefined)
    throw mismatch("does not contain a training", "Write the target that saveTraining had.");
  requireMatch(saved, weightSpecs, training);

  const tensors = io.decodeWeights(weightData, weightSpecs);
  try {
    const moments = saved.names.map((name, i) => ({
      name,
      tensor: tensorAt(tensors, variables.length + i),
    }));
    await optimizer?.setWeights(moments);
    for (const [i, variable] of variables.entries())
      (variable as Variable).assign(tensorAt(tensors, i));
  } finally {
    dispose(tensors);
  }
  return saved.progress;
}

/** The part of a saved training that is JSON. */
interface SavedTraining {
  readonly variables: number;
  readonly optimizer: string | null;
  readonly names: ReadonlyArray<string>;
  readonly progress: Progress;
}

function requireMatch(
  saved: SavedTraining,
  specs: ReadonlyArray<io.WeightsManifestEntry>,
  { variables, optimizer }: Training,
): void {
  if (saved.variables !== variables.length) {
    throw mismatch(
      `has ${saved.variables} variables, and there are ${variables.length}`,
      "Pass the variables in the number and order in which they were saved.",
    );
  }
  for (const [i, { shape }] of variables.entries()) {
    const before = specs[i]?.shape ?? [];
    if (util.arraysEqual(before, shape)) continue;
    throw mismatch(
      `has the shape [${before}] for variable ${i}, whose shape is [${shape}]`,
      "Build the model with the sizes that it had, and pass its variables in the same order.",
    );
  }
  const name = optimizer?.getClassName() ?? null;
  if (saved.optimizer !== name) {
    throw mismatch(
      `has the optimizer ${saved.optimizer ?? "none"}, and there is ${name ?? "none"}`,
      "Pass an optimizer of the same kind.",
    );
  }
  if (optimizer !== undefined && optimizer.iterations > 0) {
    throw mismatch(
      `cannot be put into an optimizer that has made ${optimizer.iterations} steps`,
      "Resume with a new optimizer, before its first step.",
    );
  }
}

function tensorAt(tensors: NamedTensorMap, i: number): Tensor {
  return tensors[String(i)] as Tensor;
}

async function orCheckpointError<T>(problem: string, body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (cause) {
    if (cause instanceof CheckpointError) throw cause;
    const remedy = "See the cause; there may be no space, or no permission.";
    throw new CheckpointError({ argument: "The training", problem, remedy, cause });
  }
}

function mismatch(problem: string, remedy: string): CheckpointError {
  return new CheckpointError({ argument: "The saved training", problem, remedy });
}

function isUsable(value: unknown): boolean {
  return value instanceof Variable && !value.isDisposed;
}
