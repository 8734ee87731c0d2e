import { EngineUnavailableError } from "@symplectic-adjoint/core";
import { env } from "@tensorflow/tfjs-core";
import type { GpuEntry } from "./gpu-entry.js";
import { REMEDY } from "./remedy.js";

/** A device, and what its adapter says of itself. */
export interface RequestedDevice {
  readonly device: GPUDevice;
  readonly info: GPUAdapterInfo | undefined;
}

const FEATURES = ["timestamp-query", "bgra8unorm-storage"] as const;

/**
 * The limits that TensorFlow.js raises to what the adapter has, and one more: with the default of eight storage buffers a
 * sum of many terms takes several passes, and `tf.addN` of more than seven tensors is refused by the device.
 */
const LIMITS = [
  "maxBufferSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupSizeX",
  "maxComputeWorkgroupStorageSize",
  "maxComputeWorkgroupsPerDimension",
  "maxStorageBufferBindingSize",
  "maxStorageBuffersPerShaderStage",
] as const;

/**
 * Asks for a device as TensorFlow.js would, with the adapter's limits.
 *
 * @throws EngineUnavailableError when there is no adapter, or it gives no device.
 */
export async function requestDevice(gpu: GpuEntry): Promise<RequestedDevice> {
  const powerPreference = env().getBool("WEBGPU_USE_LOW_POWER_GPU")
    ? "low-power"
    : "high-performance";
  let cause: unknown;
  try {
    const adapter = (await gpu.requestAdapter({ powerPreference })) as GPUAdapter | null;
    if (adapter !== null) {
      const device = await adapter.requestDevice({
        requiredFeatures: FEATURES.filter((name) => adapter.features.has(name)),
        requiredLimits: Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]])),
      });
      return { device, info: (adapter as { readonly info?: GPUAdapterInfo }).info };
    }
  } catch (error) {
    cause = error;
  }
  throw new EngineUnavailableError({
    argument: "WebGPU",
    problem:
      cause === undefined
        ? "is there, but has no adapter: no graphics processor that it may use, and no software one"
        : "is there, but gave no device",
    remedy: REMEDY,
    ...(cause !== undefined && { cause }),
  });
}
