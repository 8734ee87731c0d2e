/**
 * Resolves when the device has looked at every command given so far, and reported what it refuses. It does not wait for
 * their execution, so beside a readback it costs next to nothing: about 1 µs in Node. Dawn reports before it delivers what
 * is read later; the standard does not promise that.
 */
export async function fence(device: GPUDevice): Promise<void> {
  try {
    device.pushErrorScope("validation");
    await device.popErrorScope();
  } catch {
    // A lost device may refuse: then its loss has been reported.
  }
}
