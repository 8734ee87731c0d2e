import type { RunnerKey } from "./runner-key.js";
import type { Services } from "./services.js";

/** A request channel to a runner. */
export interface Channel {
  /** @throws Error with the error of the runner; always after the runner has ended. */
  ask(method: string, args: ReadonlyArray<unknown>): Promise<unknown>;
  close(): Promise<void>;
}

/**
 * A process or a page that measures. It idles until it receives a request, so that runners never compute at the same
 * time.
 */
export interface Runner extends Services {
  readonly key: RunnerKey;
  close(): Promise<void>;
}

/** The runner at the other end of a channel. */
export function runner(key: RunnerKey, channel: Channel): Runner {
  const ask =
    <K extends keyof Services>(method: K): Services[K] =>
    (...args: Array<unknown>) =>
      channel.ask(method, args) as never;
  return {
    key,
    describe: ask("describe"),
    warm: ask("warm"),
    time: ask("time"),
    facts: ask("facts"),
    readback: ask("readback"),
    offloading: ask("offloading"),
    close: () => channel.close(),
  };
}
