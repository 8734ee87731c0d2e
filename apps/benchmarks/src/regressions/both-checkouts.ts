import { fileURLToPath, pathToFileURL } from "node:url";
import { type Contestant, contestant } from "../contestants/contestant.js";
import { processChannel } from "../contestants/process-channel.js";
import { ONE_THREAD } from "../engines/one-thread.js";

/** One engine, as this checkout and as another make it ready, each in a process of its own. */
export interface BothCheckouts {
  readonly now: Contestant;
  readonly before: Contestant;
  /** What both can be timed at, and is the library's own work. */
  readonly entrants: ReadonlyArray<string>;
  close(): Promise<void>;
}

const WORKER = "apps/benchmarks/dist/engines/engine-worker.js";

/** Starts them. @throws Error when one of them cannot be started, with its reason. */
export async function bothCheckouts(engine: string, folder: string): Promise<BothCheckouts> {
  const here = fileURLToPath(new URL("../engines/engine-worker.js", import.meta.url));
  const there = fileURLToPath(new URL(WORKER, `${pathToFileURL(folder)}/`));
  const open = (name: string, worker: string): Contestant =>
    contestant(name, processChannel(process.execPath, [worker, engine], ONE_THREAD));
  const [now, before] = [open(`${engine} now`, here), open(`${engine} before`, there)];
  const close = async (): Promise<void> => {
    await Promise.all([now, before].map((each) => each.close().catch(() => {})));
  };
  try {
    const [ours, theirs] = await Promise.all([now.describe(), before.describe()]);
    const common = ours.entrants.filter((entrant) => theirs.entrants.includes(entrant));
    return { now, before, entrants: common.filter(isOwnWork), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function isOwnWork(entrant: string): boolean {
  return !entrant.startsWith("products");
}
