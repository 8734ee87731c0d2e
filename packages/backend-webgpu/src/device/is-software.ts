/**
 * Whether a device is a program on the processor (lavapipe, SwiftShader, WARP). There the threads of a workgroup are a loop,
 * and a barrier, cheap on hardware, takes the loop apart.
 */
export function isSoftware(device: GPUDevice): boolean {
  const { adapterInfo } = device as {
    readonly adapterInfo?: { readonly isFallbackAdapter?: boolean };
  };
  return adapterInfo?.isFallbackAdapter === true;
}
