import type { OdeError } from "@symplectic-adjoint/core";
import { endsRun } from "../errors/failures.js";
import { cancelGroup } from "../pool/cancel-group.js";
import { publishOnce } from "../pool/publish-once.js";
import type { TaskValue } from "../values/task-value.js";
import type { EnsembleOptions } from "./ensemble-options.js";
import type { MemberOutcome } from "./member-outcome.js";

/** Yields the outcome of each member as it comes. Leaving the loop withdraws the rest. */
export async function* outcomesOf<T>(
  task: string,
  members: Iterable<TaskValue>,
  options: EnsembleOptions,
): AsyncGenerator<MemberOutcome<T>, void, undefined> {
  const { pool, onProgress } = options;
  const total = Array.isArray(members) ? members.length : undefined;
  const group = cancelGroup(options.signal);
  const running = new Map<number, Promise<MemberOutcome<T>>>();
  const progress = { done: 0, failed: 0, total };
  const source = members[Symbol.iterator]();
  const { publication, release } = await publishOnce(pool, options.parameters);
  let index = 0;
  let exhausted = false;

  async function outcomeOf(at: number, member: TaskValue): Promise<MemberOutcome<T>> {
    try {
      const value = await group.run((signal) =>
        pool.run(task, member, { parameters: publication, signal }),
      );
      return { index: at, status: "success", value: value as T };
    } catch (error) {
      if (endsRun(error) || !(error instanceof Error)) throw error;
      return { index: at, status: "failure", error: error as OdeError };
    }
  }

  try {
    for (;;) {
      while (!exhausted && running.size < pool.capacity) {
        const next = source.next();
        if (next.done === true) exhausted = true;
        else {
          running.set(index, outcomeOf(index, next.value));
          index++;
        }
      }
      if (running.size === 0) return;
      const outcome = await Promise.race(running.values());
      running.delete(outcome.index);
      progress.done++;
      if (outcome.status === "failure") progress.failed++;
      onProgress?.({ ...progress });
      yield outcome;
    }
  } finally {
    group.cancel();
    await Promise.allSettled(running.values());
    await release();
    if (!exhausted) source.return?.();
  }
}
