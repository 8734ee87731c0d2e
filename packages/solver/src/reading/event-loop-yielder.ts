// Available in all hosts, but not in the ES library types.
declare function setTimeout(callback: () => void, milliseconds: number): unknown;

/** Maximum time without yielding to the event loop, in milliseconds. */
const LONGEST_TURN = 12;

/** Yields to the event loop from time to time during a long computation. */
export interface EventLoopYielder {
  /** Whether that time has passed. */
  due(): boolean;
  /** Yields to the event loop. */
  handle(): Promise<void>;
}

export function eventLoopYielder(): EventLoopYielder {
  let since = Date.now();
  return {
    due: () => Date.now() - since > LONGEST_TURN,
    async handle() {
      await new Promise<void>((resolve) => setTimeout(resolve, 0));
      since = Date.now();
    },
  };
}
