import type { Services } from "./services.js";

/** A way to somebody who answers, one question after the other. */
export interface Channel {
  /** @throws Error with what went wrong there; for ever, once it has ended. */
  ask(method: string, args: ReadonlyArray<unknown>): Promise<unknown>;
  close(): Promise<void>;
}

/** A process or a page that measures when it is its turn, and idles while it is another's. */
export interface Contestant extends Services {
  readonly name: string;
  close(): Promise<void>;
}

/** The services at the other end of a channel. */
export function contestant(name: string, channel: Channel): Contestant {
  const ask =
    <K extends keyof Services>(method: K): Services[K] =>
    (...args: Array<unknown>) =>
      channel.ask(method, args) as never;
  return {
    name,
    describe: ask("describe"),
    warm: ask("warm"),
    time: ask("time"),
    facts: ask("facts"),
    readback: ask("readback"),
    close: () => channel.close(),
  };
}
