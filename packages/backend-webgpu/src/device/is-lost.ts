import { fence } from "./fence.js";

/**
 * Whether a device is lost. `device.lost` is a promise, whose state cannot be queried synchronously; commands submitted
 * now come after the loss.
 */
export function isLost(device: GPUDevice): Promise<boolean> {
  return Promise.race([device.lost.then(() => true), fence(device).then(() => false)]);
}
