import { join } from "node:path";
import type { PageDevice } from "../pages/page-device.js";
import { changedFile, fileFault } from "./file-fault.js";
import type { FileSystem } from "./file-system.js";
import { fileName } from "./leftovers.js";
import { forgetFile, rememberFile } from "./open-files.js";
import { type Region, Regions } from "./regions.js";

/** The file grows by at least this, in advance. */
const GROWTH = 16 * 1024 * 1024;

/** One file, with a region for each page. It is removed by `close`, or when the process exits. */
export class PageFile implements PageDevice {
  readonly #fs: FileSystem;
  readonly #folder: string;
  readonly #path: string;
  readonly #descriptor: number;
  readonly #regions = new Regions();
  readonly #places = new Map<number, Region>();
  #size = 0;
  /** Operations in progress, during which the file must stay open. */
  #pending = 0;
  #closed = false;

  /** @throws RecordFault if the file cannot be created. */
  constructor(fs: FileSystem, folder: string) {
    this.#fs = fs;
    this.#folder = folder;
    this.#path = join(folder, fileName());
    try {
      this.#descriptor = fs.openSync(this.#path, "wx+", 0o600);
    } catch (error) {
      throw fileFault("written", folder, error);
    }
    rememberFile(this.#path);
  }

  async write(page: number, bytes: Uint8Array): Promise<void> {
    await this.#during("written", async () => {
      const { offset } = this.#place(page, bytes.length);
      for (let done = 0; done < bytes.length && !this.#closed; )
        done += await this.#writeSome(bytes, done, offset + done);
    });
  }

  writeNow(page: number, bytes: Uint8Array): void {
    try {
      const { offset } = this.#place(page, bytes.length);
      for (let done = 0; done < bytes.length; ) {
        const length = bytes.length - done;
        done += this.#fs.writeSync(this.#descriptor, bytes, done, length, offset + done);
      }
    } catch (error) {
      throw fileFault("written", this.#folder, error);
    }
  }

  read(page: number, length: number, into: Uint8Array): Promise<Uint8Array> {
    return this.#during("read", async () => {
      const { offset } = this.#written(page, length);
      for (let done = 0; done < length && !this.#closed; ) {
        const some = await this.#readSome(into, done, length - done, offset + done);
        if (some === 0) throw changedFile(this.#folder, "truncated");
        done += some;
      }
      return into;
    });
  }

  readNow(page: number, length: number, into: Uint8Array): void {
    try {
      const { offset } = this.#written(page, length);
      for (let done = 0; done < length; ) {
        const rest = length - done;
        const some = this.#fs.readSync(this.#descriptor, into, done, rest, offset + done);
        if (some === 0) throw changedFile(this.#folder, "truncated");
        done += some;
      }
    } catch (error) {
      throw fileFault("read", this.#folder, error);
    }
  }

  remove(page: number): void {
    const region = this.#places.get(page);
    if (region === undefined) return;
    this.#places.delete(page);
    this.#regions.giveBack(region);
  }

  close(): void {
    this.#closed = true;
    this.#unlink();
    if (this.#pending === 0) this.#closeFile();
  }

  /** The region of a page that will be written; extends the file in advance. */
  #place(page: number, length: number): Region {
    const region = this.#regions.take(length);
    this.#places.set(page, region);
    if (this.#regions.end > this.#size) {
      this.#size = this.#regions.end + GROWTH;
      this.#fs.ftruncateSync(this.#descriptor, this.#size);
    }
    return region;
  }

  /** The region of a page that was written. @throws RecordFault if the file is not as it was. */
  #written(page: number, length: number): Region {
    const region = this.#places.get(page) as Region;
    const { nlink, size } = this.#fs.fstatSync(this.#descriptor);
    if (nlink === 0) throw changedFile(this.#folder, "deleted");
    if (size < region.offset + length) throw changedFile(this.#folder, "truncated");
    return region;
  }

  async #during<T>(action: "written" | "read", body: () => Promise<T>): Promise<T> {
    this.#pending++;
    try {
      return await body();
    } catch (error) {
      throw fileFault(action, this.#folder, error);
    } finally {
      if (--this.#pending === 0 && this.#closed) this.#closeFile();
    }
  }

  #writeSome(bytes: Uint8Array, from: number, position: number): Promise<number> {
    return new Promise((resolve, reject) => {
      const length = bytes.length - from;
      this.#fs.write(this.#descriptor, bytes, from, length, position, (error, written) =>
        error === null ? resolve(written) : reject(error),
      );
    });
  }

  #readSome(bytes: Uint8Array, from: number, length: number, position: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#fs.read(this.#descriptor, bytes, from, length, position, (error, read) =>
        error === null ? resolve(read) : reject(error),
      );
    });
  }

  #closeFile(): void {
    this.#fs.closeSync(this.#descriptor);
    // Windows refuses to remove a file that is open.
    this.#unlink();
  }

  /** What cannot be removed now is removed when the process exits, or at the next start. */
  #unlink(): void {
    try {
      this.#fs.unlinkSync(this.#path);
    } catch (error) {
      if ((error as { readonly code?: string }).code !== "ENOENT") return;
    }
    forgetFile(this.#path);
  }
}
