import {
  checkOptions,
  functionRequirement,
  InvalidArgumentError,
  isCallable,
  isPlainObject,
  nonEmptyString,
  type OptionTable,
  required,
} from "@symplectic-adjoint/core";
import type { TaskValue } from "../values/task-value.js";

/**
 * A task. It receives copies, so it may change them, and must depend on nothing else: the same input and parameters
 * must give the same output in every process.
 */
export type TaskFunction = (
  // biome-ignore lint/suspicious/noExplicitAny: the task knows the type of its input, the pool does not
  input: any,
  // biome-ignore lint/suspicious/noExplicitAny: as above
  parameters: any,
) => TaskValue | Promise<TaskValue>;

/** Tasks by name. */
export type TaskFunctions = Readonly<Record<string, TaskFunction>>;

/** Options of {@link defineTasks}. */
export interface TasksOptions {
  /** Version of the tasks: change it with their code. Workers with another version are refused. */
  readonly version: string;
  /** Called once in each worker, before its first task; chooses an engine, for instance. */
  readonly setup?: (() => void | Promise<void>) | undefined;
}

/** What {@link defineTasks} returns: the tasks that a worker can run. */
export interface Tasks {
  readonly kind: "symplectic-adjoint/tasks";
  readonly functions: TaskFunctions;
  readonly version: string;
  /** Called once in each worker, before its first task. */
  readonly setup: (() => void | Promise<void>) | undefined;
}

const table: OptionTable = {
  version: required(
    nonEmptyString('Write version: "1", and change it with the code of the tasks.'),
  ),
  setup: functionRequirement("Write setup: () => useWasm(), or leave it out."),
};

/**
 * Declares the tasks that workers run. Export the result from a file, and give that file to
 * `threadPool` or to the command `symplectic-adjoint-worker`; {@link inlinePool} takes the result itself.
 *
 * A queue contains names and data of tasks, never code.
 *
 * @throws InvalidArgumentError if the tasks are not an object of functions, or the version is missing.
 * @example
 * export const tasks = defineTasks({ double: (x: number) => 2 * x }, { version: "1" });
 */
export function defineTasks(functions: TaskFunctions, options: TasksOptions): Tasks {
  const valid =
    isPlainObject(functions) &&
    Object.keys(functions).length > 0 &&
    Object.values(functions).every(isCallable);
  if (!valid)
    throw new InvalidArgumentError({
      argument: "The first argument of defineTasks",
      value: functions,
      problem: "must be an object of functions",
      remedy: 'Write defineTasks({ loss: (input, parameters) => … }, { version: "1" }).',
    });
  checkOptions("defineTasks", options, table, { argument: "The second argument of defineTasks" });
  const { version, setup } = options;
  return Object.freeze({
    kind: "symplectic-adjoint/tasks",
    functions: Object.freeze({ ...functions }),
    version,
    setup,
  });
}

/** Whether a value was created by {@link defineTasks}, in this copy of the package or another. */
export function isTasks(value: unknown): value is Tasks {
  return (
    typeof value === "object" &&
    value !== null &&
    (value as { readonly kind?: unknown }).kind === "symplectic-adjoint/tasks"
  );
}
