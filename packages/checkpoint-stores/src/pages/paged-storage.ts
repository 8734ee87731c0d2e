import type { RecordStorage } from "../record-storage.js";
import type { PageDevice } from "./page-device.js";
import { Pages } from "./pages.js";

/** Pages are this large: small records share one, larger records have one of their own. */
const PAGE_BYTES = 256 * 1024;
/** Bytes that are written in the background at a time. */
const QUEUE_BYTES = 4 * PAGE_BYTES;

/** What a {@link pagedStorage} consists of. */
export interface PagedStorageParts {
  readonly name: string;
  /** Opens a device for new pages. Called at the first record, and again at the first one after `clear`. */
  open(): PageDevice;
  /** Whether its devices also work synchronously. */
  readonly synchronous: boolean;
  /** A multiple of 8. */
  readonly pageBytes?: number;
  readonly queueBytes?: number;
}

/**
 * Keeps records on pages, which are written behind and read ahead. In memory are the page that is being filled, a bounded
 * number of pages that wait to be written, and the few that were read last.
 */
export function pagedStorage(parts: PagedStorageParts): RecordStorage<number> {
  const { name, open, synchronous, pageBytes = PAGE_BYTES, queueBytes = QUEUE_BYTES } = parts;
  let pages: Pages | undefined;
  const opened = () => {
    pages ??= new Pages(open(), pageBytes, queueBytes);
    return pages;
  };
  return Object.freeze({
    name,
    residentBytes: () => 0,
    write: (length: number, fill: (record: Uint8Array) => void) => opened().write(length, fill),
    backlog: () => pages?.backlog(),
    read: (handle: number) => opened().read(handle),
    ...(synchronous && {
      drain: () => pages?.drain(),
      readNow: (handle: number) => opened().readNow(handle),
    }),
    prefetch: (handle: number) => pages?.prefetch(handle),
    remove: (handle: number) => pages?.remove(handle),
    clear() {
      const closed = pages;
      pages = undefined;
      closed?.close();
    },
  });
}
