import { Buffers } from "./buffers.js";
import { Page, roomFor } from "./page.js";
import type { PageDevice } from "./page-device.js";
import { PageQueue } from "./page-queue.js";

/** Written pages whose bytes stay in memory: the one in use, and the one that was read ahead. */
const MOST_CACHED = 2;
/** The most pages that are read at a time. */
const MOST_READS = 2;

/** Records on the pages of one device. A record's handle is its page and its offset, as one number. */
export class Pages {
  readonly #device: PageDevice;
  readonly #pageBytes: number;
  readonly #queue: PageQueue;
  readonly #buffers: Buffers;
  readonly #pages = new Map<number, Page>();
  #open: Page | undefined;
  #next = 0;
  #reads = 0;
  /** The one used last at the end. */
  readonly #cached: Array<Page> = [];

  constructor(device: PageDevice, pageBytes: number, queueBytes: number) {
    this.#device = device;
    this.#pageBytes = pageBytes;
    this.#buffers = new Buffers(pageBytes);
    this.#queue = new PageQueue(device, queueBytes, (page) => this.#written(page));
  }

  write(length: number, fill: (record: Uint8Array) => void): number {
    this.#queue.requireIntact();
    if (this.#open?.hasRoomFor(length) === false) this.#seal();
    const page = this.#open ?? this.#begin(length);
    const offset = page.add(length, fill);
    // Nothing else fits.
    if (page.used >= this.#pageBytes) this.#seal();
    return page.number * this.#unitsPerPage + offset / 8;
  }

  backlog(): Promise<void> | undefined {
    return this.#queue.backlog();
  }

  drain(): void {
    this.#queue.drain();
  }

  read(handle: number): Uint8Array | Promise<Uint8Array> {
    this.#queue.requireIntact();
    const page = this.#pageOf(handle);
    const offset = this.#offsetOf(handle);
    if (page.bytes === undefined)
      return this.#load(page).then((bytes) => page.record(bytes, offset));
    return this.#use(page, page.bytes, offset);
  }

  readNow(handle: number): Uint8Array {
    this.#queue.requireIntact();
    const page = this.#pageOf(handle);
    if (page.bytes === undefined) {
      const bytes = this.#buffers.take(page.used);
      this.#device.readNow?.(page.number, page.used, bytes);
      page.bytes = bytes;
    }
    return this.#use(page, page.bytes, this.#offsetOf(handle));
  }

  /** Reads the page of a record ahead, and the one before it, which a backward pass needs next. */
  prefetch(handle: number): void {
    const page = this.#pageOf(handle);
    if (page.bytes !== undefined && page.state === "written") this.#cache(page);
    for (const each of [page, this.#pages.get(page.number - 1)]) {
      if (each === undefined || each.bytes !== undefined || each.reading !== undefined) continue;
      if (this.#reads < MOST_READS) this.#load(each).catch(() => {});
    }
  }

  remove(handle: number): void {
    const page = this.#pageOf(handle);
    if (--page.live > 0) return;
    if (page === this.#open) {
      page.used = 0;
      return;
    }
    this.#pages.delete(page.number);
    if (page.state === "written") this.#forget(page);
    // A page that is being written is freed afterwards: its place may be written to again.
    if (page.state === "written") this.#device.remove(page.number);
    else this.#queue.withdraw(page);
  }

  close(): void {
    this.#queue.close();
    this.#device.close();
  }

  get #unitsPerPage(): number {
    return this.#pageBytes / 8;
  }

  #pageOf(handle: number): Page {
    return this.#pages.get(Math.floor(handle / this.#unitsPerPage)) as Page;
  }

  #offsetOf(handle: number): number {
    return (handle % this.#unitsPerPage) * 8;
  }

  #begin(length: number): Page {
    const page = new Page(this.#next++, this.#buffers.take(roomFor(length)));
    this.#pages.set(page.number, page);
    this.#open = page;
    return page;
  }

  #seal(): void {
    const page = this.#open as Page;
    this.#open = undefined;
    this.#queue.add(page);
  }

  #written(page: Page): void {
    this.#cache(page);
    if (page.live > 0) return;
    this.#forget(page);
    this.#device.remove(page.number);
  }

  #load(page: Page): Promise<Uint8Array> {
    page.reading ??= this.#readPage(page);
    return page.reading;
  }

  async #readPage(page: Page): Promise<Uint8Array> {
    this.#reads++;
    const buffer = this.#buffers.take(page.used);
    try {
      const bytes = await this.#device.read(page.number, page.used, buffer);
      // It may have been read synchronously meanwhile, or removed.
      if (page.bytes !== undefined || page.live === 0) {
        this.#buffers.giveBack(buffer);
        return page.bytes ?? bytes;
      }
      page.bytes = bytes;
      this.#cache(page);
      return bytes;
    } finally {
      this.#reads--;
      page.reading = undefined;
    }
  }

  #use(page: Page, bytes: Uint8Array, offset: number): Uint8Array {
    if (page.state === "written") this.#cache(page);
    return page.record(bytes, offset);
  }

  #cache(page: Page): void {
    const cached = this.#cached;
    if (cached[cached.length - 1] === page) return;
    this.#forgetPlace(page);
    cached.push(page);
    if (cached.length > MOST_CACHED) this.#forget(cached[0] as Page);
  }

  #forget(page: Page): void {
    this.#forgetPlace(page);
    if (page.bytes !== undefined) this.#buffers.giveBack(page.bytes);
    page.bytes = undefined;
  }

  #forgetPlace(page: Page): void {
    const place = this.#cached.indexOf(page);
    if (place >= 0) this.#cached.splice(place, 1);
  }
}
