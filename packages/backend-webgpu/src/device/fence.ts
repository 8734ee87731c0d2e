/**
 * Resolves when the device has validated all submitted commands and reported refused ones. It does not wait for their
 * execution, so its cost is negligible compared with a readback: about 1 µs in Node. Dawn reports errors before read
 * results; the standard does not guarantee this.
 */
export async function fence(device: GPUDevice): Promise<void> {
  try {
    device.pushErrorScope("validation");
    await device.popErrorScope();
  } catch {
    // May reject on a lost device, whose loss is already reported.
  }
}
