import * as tf from "@tensorflow/tfjs";

/** As much of a WebGPU device as matters here. */
interface Device {
  addEventListener(type: string, listener: (event: { readonly error: Error }) => void): void;
}

/**
 * What the device of TensorFlow.js' WebGPU engine had to complain of since the last call. A command that is not valid
 * throws nothing: its result is zeros, or what a recycled buffer held.
 */
export function deviceComplaints(): () => ReadonlyArray<string> {
  const heard = new WeakSet<Device>();
  const complaints: Array<string> = [];
  return () => {
    const { device } = tf.backend() as unknown as { readonly device: Device };
    if (!heard.has(device)) {
      heard.add(device);
      device.addEventListener("uncapturederror", ({ error }) => complaints.push(error.message));
    }
    return complaints.splice(0);
  };
}
