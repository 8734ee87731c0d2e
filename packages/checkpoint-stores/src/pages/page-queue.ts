import type { Page } from "./page.js";
import type { PageDevice } from "./page-device.js";

/** Writes pages in the background: a few at a time, in order; the others wait. */
export class PageQueue {
  readonly #device: PageDevice;
  readonly #most: number;
  readonly #written: (page: Page) => void;
  readonly #waiting: Array<Page> = [];
  #bytesInFlight = 0;
  #failure: { readonly cause: unknown } | undefined;
  /** Those who wait for the queue to empty. */
  #listeners: Array<{ resolve(): void; reject(error: unknown): void }> = [];

  /**
   * @param most Bytes that may be in flight at a time; a single page may be larger.
   * @param written Called with each page that has been written.
   */
  constructor(device: PageDevice, most: number, written: (page: Page) => void) {
    this.#device = device;
    this.#most = most;
    this.#written = written;
  }

  /** @throws The failure of an earlier write. */
  requireIntact(): void {
    if (this.#failure !== undefined) throw this.#failure.cause;
  }

  add(page: Page): void {
    page.state = "queued";
    this.#waiting.push(page);
    this.#start();
  }

  /** Takes a page back that nobody needs any more. Returns whether it was still waiting. */
  withdraw(page: Page): boolean {
    const place = this.#waiting.indexOf(page);
    if (place >= 0) this.#waiting.splice(place, 1);
    return place >= 0;
  }

  /** Resolved once no page waits to be written; undefined if none does. */
  backlog(): Promise<void> | undefined {
    this.requireIntact();
    if (this.#waiting.length === 0) return undefined;
    const promise = new Promise<void>((resolve, reject) => {
      this.#listeners.push({ resolve, reject });
    });
    // Whoever waits may be given up.
    promise.catch(() => {});
    return promise;
  }

  /** Writes the waiting pages synchronously. */
  drain(): void {
    this.requireIntact();
    for (let page = this.#waiting.shift(); page !== undefined; page = this.#waiting.shift()) {
      this.#device.writeNow?.(page.number, bytesOf(page));
      this.#finish(page);
    }
    this.#tell();
  }

  /** Forgets the waiting pages; whoever waits for them goes on. */
  close(): void {
    this.#waiting.length = 0;
    this.#tell();
  }

  #start(): void {
    while (this.#waiting.length > 0 && this.#failure === undefined) {
      const page = this.#waiting[0] as Page;
      if (this.#bytesInFlight > 0 && this.#bytesInFlight + page.used > this.#most) return;
      this.#waiting.shift();
      this.#bytesInFlight += page.used;
      page.state = "writing";
      this.#device.write(page.number, bytesOf(page)).then(
        () => this.#ended(page),
        (cause) => this.#failed(cause),
      );
    }
  }

  #ended(page: Page): void {
    this.#bytesInFlight -= page.used;
    this.#finish(page);
    this.#start();
    if (this.#waiting.length === 0) this.#tell();
  }

  #finish(page: Page): void {
    page.state = "written";
    this.#written(page);
  }

  #failed(cause: unknown): void {
    this.#failure ??= { cause };
    this.#tell();
  }

  #tell(): void {
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const { resolve, reject } of listeners) {
      if (this.#failure === undefined) resolve();
      else reject(this.#failure.cause);
    }
  }
}

function bytesOf({ bytes, used }: Page): Uint8Array {
  return (bytes as Uint8Array).subarray(0, used);
}
