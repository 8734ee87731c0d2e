import type { PageDevice } from "./page-device.js";

/** A device that is still being opened: its operations wait for it. */
export function laterDevice(opening: Promise<PageDevice>): PageDevice {
  // Each operation reports the failure of opening.
  opening.catch(() => {});
  let closed = false;
  return {
    async write(page, bytes) {
      const device = await opening;
      if (!closed) await device.write(page, bytes);
    },
    read: async (page, length, into) => (await opening).read(page, length, into),
    remove(page) {
      // What cannot be removed now is removed with the device.
      opening.then((device) => device.remove(page)).catch(() => {});
    },
    close() {
      closed = true;
      opening.then((device) => device.close()).catch(() => {});
    },
  };
}
