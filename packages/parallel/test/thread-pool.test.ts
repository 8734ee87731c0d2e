import { ensemble, WorkerLostError, WorkerStartError } from "@symplectic-adjoint/parallel";
import { threadPool } from "@symplectic-adjoint/parallel/threads";
import { expect, test } from "vitest";
import { describePool } from "./support/describe-pool.js";
import { onSources } from "./support/on-sources.js";

const tasks = new URL("./support/numbers-tasks.ts", import.meta.url);
const open = (threads: number, retries?: number) =>
  threadPool({ tasks, threads, retries, execArgv: onSources });

describePool("threadPool, 1 thread", () => open(1));
describePool("threadPool, 2 threads", () => open(2));

test("Work that ends its thread goes to another thread once, then fails alone.", async () => {
  const pool = open(1);
  const [exit, echo] = await Promise.allSettled([pool.run("exit", null), pool.run("echo", "next")]);
  expect(exit).toMatchObject({ reason: expect.any(WorkerLostError) });
  expect((exit as PromiseRejectedResult).reason.message).toContain("lost 2 workers");
  expect(echo).toEqual({ status: "fulfilled", value: "next" });
  await pool.close();
});

test("A thread that ends is the failure of one member of an ensemble.", async () => {
  const pool = open(2, 0);
  const tasksOf = ["echo", "exit", "echo"];
  const runs = tasksOf.map((task) => ensemble(task, [1], { pool }).all());
  const outcomes = (await Promise.all(runs)).flat();
  expect(outcomes.map(({ status }) => status)).toEqual(["success", "failure", "success"]);
  await pool.close();
});

test.each([
  ["a file that does not exist", "./support/nowhere.ts", "could not be imported"],
  ["a file without tasks", "./support/on-sources.ts", "exports no tasks"],
])("Threads that load %s say so.", async (_, file, message) => {
  const pool = threadPool({
    tasks: new URL(file, import.meta.url),
    threads: 2,
    execArgv: onSources,
  });
  const error = await pool.run("echo", 1).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(WorkerStartError);
  expect((error as Error).message).toContain(message);
  await pool.close();
});
