import { EngineUnavailableError } from "@symplectic-adjoint/core";
import { env } from "@tensorflow/tfjs-core";
import type { GpuEntry } from "./gpu-entry.js";
import { UNAVAILABLE_REMEDY } from "./remedy.js";

/** A device and its adapter information. */
export interface RequestedDevice {
  readonly device: GPUDevice;
  readonly info: GPUAdapterInfo | undefined;
}

const FEATURES = ["timestamp-query", "bgra8unorm-storage"] as const;

/**
 * The limits that TensorFlow.js raises to those of the adapter, plus the number of storage buffers: with the default of
 * eight, a sum of many terms takes several passes and the device refuses `tf.addN` of more than seven tensors.
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
 * Requests a device as TensorFlow.js would, with the adapter's limits.
 *
 * @throws EngineUnavailableError if there is no adapter, or it returns no device.
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
        ? "is supported, but has no adapter: neither a usable GPU nor a software adapter"
        : "is supported, but returned no device",
    remedy: UNAVAILABLE_REMEDY,
    ...(cause !== undefined && { cause }),
  });
}
