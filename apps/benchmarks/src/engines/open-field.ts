import { fileURLToPath } from "node:url";
import { chromiumChannel } from "../contestants/chromium-channel.js";
import { type Contestant, contestant } from "../contestants/contestant.js";
import { processChannel } from "../contestants/process-channel.js";
import type { Description } from "../contestants/services.js";
import { ONE_THREAD } from "./one-thread.js";

/** Who is there, and who is not. */
export interface OpenField {
  readonly present: ReadonlyArray<Present>;
  /** Name and reason. */
  readonly absent: ReadonlyArray<readonly [name: string, reason: string]>;
  close(): Promise<void>;
}

/** A contestant that has introduced itself. */
export interface Present extends Description {
  readonly contestant: Contestant;
}

/** Engines that only a browser has. */
const BROWSER: ReadonlySet<string> = new Set(["webgl", "chromium-webgpu"]);

/**
 * Starts a process for each engine as this library makes it ready, and one as TensorFlow.js brings it, since two builds of
 * TensorFlow.js do not go together in one; and one for PyTorch.
 */
export async function openField(engines: ReadonlyArray<string>): Promise<OpenField> {
  const present: Array<Present> = [];
  const absent: Array<readonly [string, string]> = [];
  const enter = async (name: string, open: () => Contestant): Promise<boolean> => {
    let opened: Contestant | undefined;
    try {
      opened = open();
      present.push({ contestant: opened, ...(await opened.describe()) });
      return true;
    } catch (error) {
      absent.push([name, error instanceof Error ? error.message : String(error)]);
      await opened?.close().catch(() => {});
      return false;
    }
  };
  for (const engine of engines) {
    const there = await enter(engine, () => engineContestant(engine, false));
    if (there) await enter(`${engine} stock`, () => engineContestant(engine, true));
  }
  await enter("PyTorch", pytorch);
  return {
    present,
    absent,
    close: async () => {
      await Promise.all(present.map((each) => each.contestant.close().catch(() => {})));
    },
  };
}

/** An engine in a process of its own, or in a page. */
export function engineContestant(engine: string, stock: boolean): Contestant {
  const name = stock ? `${engine} stock` : engine;
  if (BROWSER.has(engine)) {
    return contestant(name, chromiumChannel(engine.replace("chromium-", ""), stock));
  }
  const worker = fileURLToPath(new URL("engine-worker.js", import.meta.url));
  const args = [worker, engine, ...(stock ? ["--stock"] : [])];
  return contestant(name, processChannel(process.execPath, args, ONE_THREAD));
}

function pytorch(): Contestant {
  const script = fileURLToPath(new URL("../../src/engines/pytorch.py", import.meta.url));
  return contestant("PyTorch", processChannel("python3", [script], ONE_THREAD));
}
