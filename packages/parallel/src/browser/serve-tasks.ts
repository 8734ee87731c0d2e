import { checkValue } from "@symplectic-adjoint/core";
import { expose, transfer } from "comlink";
import { tasksRequirement } from "../pool/requirements.js";
import type { Tasks } from "../tasks/define-tasks.js";
import { runTask } from "../tasks/run-task.js";
import type { WorkerPort } from "./worker-port.js";

/**
 * Runs tasks in a Web Worker: the worker's script calls this once.
 *
 * @throws InvalidArgumentError if `tasks` was not created by {@link defineTasks}.
 * @example
 * // worker.ts
 * import { serveTasks } from "@symplectic-adjoint/parallel/browser";
 * serveTasks(tasks);
 */
export function serveTasks(tasks: Tasks): void {
  checkValue("The argument of serveTasks", tasks, tasksRequirement);
  const published = new Map<string, Uint8Array>();
  const port: WorkerPort = {
    version: () => tasks.version,
    publish: (version, bytes) => void published.set(version, bytes),
    forget: (version) => void published.delete(version),
    async call(task, input, version) {
      const parameters = version === undefined ? undefined : published.get(version);
      const answer = await runTask(tasks, { task, input, parameters });
      return transfer(answer, [answer.buffer]);
    },
  };
  expose(port);
}
