import * as tf from "@tensorflow/tfjs";

/** The used part of a WebGPU device. */
interface Device {
  addEventListener(type: string, listener: (event: { readonly error: Error }) => void): void;
}

/**
 * Errors that the device of TensorFlow.js' WebGPU engine has reported since the last call. An invalid command does not
 * throw: its result is zeros, or the old contents of a recycled buffer.
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
