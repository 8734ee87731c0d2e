import type { Tinypool } from "tinypool";

const watched = new WeakSet<object>();

/**
 * Turns the exit of a thread into an error of it. Tinypool replaces a thread that fails, but does not notice one that
 * exits: its task would never end.
 */
export function reportExits(pool: Tinypool): void {
  for (const thread of pool.threads) {
    if (watched.has(thread)) continue;
    watched.add(thread);
    thread.once("exit", (code: number) => {
      // Not one that Tinypool itself ended.
      if (pool.threads.includes(thread))
        thread.emit("error", new Error(`it exited with code ${code}`));
    });
  }
}
