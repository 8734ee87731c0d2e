import { fileURLToPath } from "node:url";
import { ONE_THREAD } from "../runners/one-thread.js";
import { processChannel } from "../runners/process-channel.js";
import { type Runner, runner } from "../runners/runner.js";
import { type RunnerKey, runnerName } from "../runners/runner-key.js";
import type { Description } from "../runners/services.js";
import { engineRunner } from "./engine-runner.js";

/** Available and unavailable runners. */
export interface OpenRunners {
  readonly present: ReadonlyArray<PresentRunner>;
  readonly absent: ReadonlyArray<AbsentRunner>;
  close(): Promise<void>;
}

/** A runner that has described itself. */
export interface PresentRunner extends Description {
  readonly runner: Runner;
}

/** A runner that could not be started. */
export interface AbsentRunner {
  readonly key: RunnerKey;
  readonly reason: string;
}

const pytorch: RunnerKey = { platform: "PyTorch" };

/**
 * Starts a process for each equipped engine and one for each unmodified engine, because a process can contain only one
 * build of TensorFlow.js; and one for PyTorch.
 */
export async function openRunners(engines: ReadonlyArray<string>): Promise<OpenRunners> {
  const runners = newRunners();
  for (const platform of engines) {
    if (await runners.start(engineRunner({ platform })))
      await runners.start(engineRunner({ platform, variant: "stock" }));
  }
  await runners.start(pytorchRunner());
  return runners;
}

/** Those of these runners that can be started. */
export async function openAll(opened: ReadonlyArray<Runner>): Promise<OpenRunners> {
  const runners = newRunners();
  for (const each of opened) await runners.start(each);
  return runners;
}

function newRunners(): OpenRunners & {
  /** Starts a runner; returns whether that is possible. */
  start(opened: Runner): Promise<boolean>;
} {
  const present: Array<PresentRunner> = [];
  const absent: Array<AbsentRunner> = [];
  return {
    present,
    absent,
    async start(opened) {
      try {
        present.push({ runner: opened, ...(await opened.describe()) });
        return true;
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        absent.push({ key: opened.key, reason });
        await opened.close().catch(() => {});
        return false;
      }
    },
    close: async () => {
      await Promise.all(present.map((each) => each.runner.close().catch(() => {})));
    },
  };
}

/** For messages: `tensorflow: not installed`. */
export function absenceOf({ key, reason }: AbsentRunner): string {
  return `${runnerName(key)}: ${reason}`;
}

/** The network in PyTorch. */
export function pytorchRunner(): Runner {
  const script = fileURLToPath(new URL("../../src/engines/pytorch.py", import.meta.url));
  return runner(pytorch, processChannel("python3", [script], ONE_THREAD));
}
