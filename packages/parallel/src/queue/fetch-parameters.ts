import type { Redis } from "ioredis";
import type { Transport } from "../pool/transport.js";
import { PARAMETERS_MISSING } from "./queue-keys.js";

/** Versions that a worker keeps: of a few runs that share it, the newest of each. */
const KEPT = 8;

/**
 * Fetches published parameters, each version once, and gives them to the transport.
 *
 * @returns Resolves when a version is there; rejects if Redis does not have it.
 */
export function fetchParameters(
  redis: Redis,
  keyOf: (version: string) => string,
  transport: Transport,
): (version: string | undefined) => Promise<void> {
  const fetched = new Map<string, Promise<void>>();

  async function fetch(version: string): Promise<void> {
    const bytes = await redis.getBuffer(keyOf(version));
    if (bytes === null) throw new Error(PARAMETERS_MISSING);
    await transport.publish(version, Uint8Array.from(bytes));
  }

  return async (version) => {
    if (version === undefined) return;
    const known = fetched.get(version);
    const fetching = known ?? fetch(version);
    // Moved to the end: the first is the one that was used longest ago.
    fetched.delete(version);
    fetched.set(version, fetching);
    try {
      await fetching;
    } catch (error) {
      fetched.delete(version);
      throw error;
    }
    for (const old of [...fetched.keys()].slice(0, -KEPT)) {
      fetched.delete(old);
      await transport.forget(old);
    }
  };
}
