import { messageOf } from "../errors/failures.js";
import { inlineTransport } from "../pool/inline-transport.js";
import { serveQueue } from "../queue/serve-queue.js";
import { taskIdentity } from "../queue/task-identity.js";
import { loadTasks } from "../tasks/load-tasks.js";
import { threadTransport } from "../threads/thread-transport.js";
import { readCommand, usage, type WorkerCommand } from "./read-command.js";

const say = (message: string): void => void process.stderr.write(`${message}\n`);

async function work(command: WorkerCommand): Promise<void> {
  const { redis, queue, tasks, threads, lock, retries, redisLimit } = command;
  const identity = await taskIdentity(tasks);
  // With threads, this thread stays free to renew the locks of what they work on.
  const transport =
    threads === 0
      ? inlineTransport(await loadTasks(tasks.href))
      : threadTransport({ tasks, threads, retries });
  const server = serveQueue({
    ...{ redis, queue, identity, transport, lock, retries, redisLimit, say },
    concurrency: Math.max(threads, 1),
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      say("Stopping: finishes what it has begun. Again to stop at once.");
      void server.close();
      process.once(signal, () => process.exit(1));
    });
  await server.ended;
}

async function main(): Promise<number> {
  let command: WorkerCommand | undefined;
  try {
    command = readCommand(process.argv.slice(2), process.env);
  } catch (error) {
    say(`${messageOf(error)}\n\n${usage}`);
    return 2;
  }
  if (command === undefined) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  try {
    await work(command);
    return 0;
  } catch (error) {
    say(messageOf(error));
    return 3;
  }
}

process.exit(await main());
