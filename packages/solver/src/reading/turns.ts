// What every host has, and the standard library's types of the language alone do not name.
declare function setTimeout(callback: () => void, milliseconds: number): unknown;

/** How long a computation may keep the event loop to itself, in milliseconds. */
const LONGEST_TURN = 12;

/** The event loop's turns, as a long computation takes them. */
export interface Turns {
  /** Whether others have waited for long. */
  due(): boolean;
  /** Lets them run. */
  handle(): Promise<void>;
}

export function turns(): Turns {
  let since = Date.now();
  return {
    due: () => Date.now() - since > LONGEST_TURN,
    async handle() {
      await new Promise<void>((resolve) => setTimeout(resolve, 0));
      since = Date.now();
    },
  };
}
