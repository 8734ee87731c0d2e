import type { PageDevice } from "../pages/page-device.js";
import { missingPage, originFault, truncatedPage } from "./origin-fault.js";
import { endedSessions, type Session } from "./sessions.js";

const PAGES = "pages";

/** A database of IndexedDB, with a row for each page. */
export class IndexedPages implements PageDevice {
  readonly #database: IDBDatabase;
  readonly #session: Session;

  private constructor(database: IDBDatabase, session: Session) {
    this.#database = database;
    this.#session = session;
  }

  /** Creates a database, and removes those of sessions that have ended. */
  static async open(session: Session): Promise<IndexedPages> {
    // Not every browser lists its databases.
    const databases = (await indexedDB.databases?.()) ?? [];
    const names = databases.flatMap(({ name }) => name ?? []);
    for (const name of await endedSessions(names)) indexedDB.deleteDatabase(name);
    const request = indexedDB.open(session.name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(PAGES);
    return new IndexedPages(await resultOf(request), session);
  }

  async write(page: number, bytes: Uint8Array): Promise<void> {
    try {
      const transaction = this.#database.transaction(PAGES, "readwrite");
      const ended = endOf(transaction);
      // Without the copy, all of the memory that the bytes are a part of would be stored.
      transaction.objectStore(PAGES).put(bytes.slice(), page);
      await ended;
    } catch (error) {
      throw originFault("written", error);
    }
  }

  async read(page: number, length: number): Promise<Uint8Array> {
    try {
      const rows = this.#database.transaction(PAGES, "readonly").objectStore(PAGES);
      const bytes: Uint8Array | undefined = await resultOf(rows.get(page));
      if (bytes === undefined) throw missingPage();
      if (bytes.length !== length) throw truncatedPage();
      return bytes;
    } catch (error) {
      throw originFault("read", error);
    }
  }

  remove(page: number): void {
    this.#database.transaction(PAGES, "readwrite").objectStore(PAGES).delete(page);
  }

  close(): void {
    const { name, end } = this.#session;
    // Waits for transactions that run.
    this.#database.close();
    resultOf(indexedDB.deleteDatabase(name)).then(end, end);
  }
}

function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function endOf(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}
