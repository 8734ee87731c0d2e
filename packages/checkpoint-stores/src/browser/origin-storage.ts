import { InvalidArgumentError } from "@symplectic-adjoint/core";
import { laterDevice } from "../pages/later-device.js";
import type { PageDevice } from "../pages/page-device.js";
import { pagedStorage } from "../pages/paged-storage.js";
import type { RecordStorage } from "../record-storage.js";
import { IndexedPages } from "./indexed-pages.js";
import { originFault } from "./origin-fault.js";
import { OriginFolder } from "./origin-folder.js";
import { beginSession } from "./sessions.js";

/**
 * Keeps records in the storage of the page's origin: in the origin private file system, or in IndexedDB where there is
 * none. Written in the background and read ahead; `clear` removes everything. What a closed page left behind is removed by
 * the next storage, in browsers with the Web Locks API. It needs an …Async function.
 *
 * @throws InvalidArgumentError outside of browsers.
 */
export function originStorage(): RecordStorage<number> {
  if (typeof navigator === "undefined" || typeof indexedDB === "undefined") {
    throw new InvalidArgumentError({
      argument: "originStorage",
      problem: "needs the storage of a browser, which is unavailable here",
      remedy:
        "In Node, write fileStorage({ folder }) of @symplectic-adjoint/checkpoint-stores/node.",
    });
  }
  return pagedStorage({
    name: "origin storage",
    open: () => laterDevice(openDevice()),
    synchronous: false,
  });
}

async function openDevice(): Promise<PageDevice> {
  const session = await beginSession();
  try {
    return await OriginFolder.open(session).catch(() => IndexedPages.open(session));
  } catch (error) {
    session.end();
    throw originFault("written", error);
  }
}
