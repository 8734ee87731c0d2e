/**
 * Whether a device is a software device (lavapipe, SwiftShader, WARP). There the threads of a workgroup are a loop, and
 * barriers, cheap on hardware, split the loop.
 */
export function isSoftware(device: GPUDevice): boolean {
  const { adapterInfo } = device as {
    readonly adapterInfo?: { readonly isFallbackAdapter?: boolean };
  };
  return adapterInfo?.isFallbackAdapter === true;
}
