import type { PageDevice } from "../../src/pages/page-device.js";

/** A device whose operations end when they are told to. It refuses to overwrite a page, and to read what is not there. */
export interface FakeDevice extends PageDevice {
  /** Ends the operations that have begun. */
  turn(): Promise<void>;
  /** The same, until none is left. */
  finish(): Promise<void>;
  pages(): ReadonlyArray<number>;
  /** Bytes that are being written. */
  inFlight(): number;
  /** Pages that were written so far. */
  writes(): number;
  failWrites(error: unknown): void;
  closed(): boolean;
}

export function fakeDevice(): FakeDevice {
  const pages = new Map<number, Uint8Array>();
  let operations: Array<() => void> = [];
  let inFlight = 0;
  let writes = 0;
  let isClosed = false;
  let failure: unknown;

  const put = (page: number, bytes: Uint8Array) => {
    if (pages.has(page)) throw new Error(`Page ${page} is written twice.`);
    writes++;
    pages.set(page, bytes.slice());
  };
  const take = (page: number, length: number) => {
    const bytes = pages.get(page);
    if (bytes?.length !== length) throw new Error(`Page ${page} has other bytes.`);
    return bytes.slice();
  };
  const later = <T>(body: () => T) =>
    new Promise<T>((resolve, reject) => {
      operations.push(() => {
        try {
          resolve(body());
        } catch (error) {
          reject(error);
        }
      });
    });
  async function turn(): Promise<void> {
    const begun = operations;
    operations = [];
    for (const end of begun) end();
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return {
    write(page, bytes) {
      inFlight += bytes.length;
      return later(() => {
        inFlight -= bytes.length;
        if (failure !== undefined) throw failure;
        put(page, bytes);
      });
    },
    writeNow: put,
    read: (page, length, into) =>
      later(() => {
        into.set(take(page, length));
        return into;
      }),
    readNow: (page, length, into) => into.set(take(page, length)),
    remove(page) {
      if (!pages.delete(page)) throw new Error(`Page ${page} is not there.`);
    },
    close() {
      isClosed = true;
    },
    turn,
    async finish() {
      while (operations.length > 0) await turn();
    },
    pages: () => [...pages.keys()],
    inFlight: () => inFlight,
    writes: () => writes,
    failWrites(error) {
      failure = error;
    },
    closed: () => isClosed,
  };
}
