import type { PageDevice } from "../pages/page-device.js";
import { originFault, truncatedPage } from "./origin-fault.js";
import { endedSessions, type Session } from "./sessions.js";

/** A folder of the origin private file system, with a file for each page. */
export class OriginFolder implements PageDevice {
  readonly #root: FileSystemDirectoryHandle;
  readonly #session: Session;
  readonly #folder: FileSystemDirectoryHandle;
  readonly #pending = new Set<Promise<unknown>>();
  #closed = false;

  private constructor(
    root: FileSystemDirectoryHandle,
    session: Session,
    folder: FileSystemDirectoryHandle,
  ) {
    this.#root = root;
    this.#session = session;
    this.#folder = folder;
  }

  /** Creates a folder, and removes those of sessions that have ended. Rejected where there is no such file system. */
  static async open(session: Session): Promise<OriginFolder> {
    const root = await navigator.storage.getDirectory();
    const names: Array<string> = [];
    for await (const name of root.keys()) names.push(name);
    for (const name of await endedSessions(names)) {
      // Another page may be removing it too.
      await root.removeEntry(name, { recursive: true }).catch(() => {});
    }
    const folder = await root.getDirectoryHandle(session.name, { create: true });
    return new OriginFolder(root, session, folder);
  }

  write(page: number, bytes: Uint8Array): Promise<void> {
    return this.#during("written", async () => {
      const file = await this.#folder.getFileHandle(`${page}`, { create: true });
      const writable = await file.createWritable();
      try {
        if (!this.#closed) await writable.write(bytes as Uint8Array<ArrayBuffer>);
      } catch (error) {
        await writable.abort().catch(() => {});
        throw error;
      }
      await writable.close();
    });
  }

  read(page: number, length: number): Promise<Uint8Array> {
    return this.#during("read", async () => {
      const handle = await this.#folder.getFileHandle(`${page}`);
      const file = await handle.getFile();
      if (file.size !== length) throw truncatedPage();
      return new Uint8Array(await file.arrayBuffer());
    });
  }

  remove(page: number): void {
    // What cannot be removed now is removed with the folder.
    this.#during("written", () => this.#folder.removeEntry(`${page}`)).catch(() => {});
  }

  close(): void {
    this.#closed = true;
    const { name, end } = this.#session;
    Promise.allSettled(this.#pending)
      .then(() => this.#root.removeEntry(name, { recursive: true }))
      // The next session removes what could not be removed.
      .then(end, end);
  }

  async #during<T>(action: "written" | "read", body: () => Promise<T>): Promise<T> {
    const operation = body();
    this.#pending.add(operation);
    try {
      return await operation;
    } catch (error) {
      throw originFault(action, error);
    } finally {
      this.#pending.delete(operation);
    }
  }
}
