import * as tf from "@tensorflow/tfjs";

/** A backend of TensorFlow.js without values, and without kernels except those registered by a test. */
export class FakeBackend extends tf.KernelBackend {
  private readonly owners = new WeakMap<object, number>();
  disposed = false;

  override write(): tf.DataId {
    const dataId = {};
    this.owners.set(dataId, 1);
    return dataId;
  }

  override move(dataId: tf.DataId): void {
    this.owners.set(dataId, 1);
  }

  override incRef(dataId: tf.DataId): void {
    this.owners.set(dataId, this.refCount(dataId) + 1);
  }

  private decRef(dataId: tf.DataId): void {
    this.owners.set(dataId, this.refCount(dataId) - 1);
  }

  override refCount(dataId: tf.DataId): number {
    return this.owners.get(dataId) ?? 0;
  }

  override disposeData(dataId: tf.DataId): boolean {
    this.decRef(dataId);
    return this.refCount(dataId) === 0;
  }

  override numDataIds(): number {
    return 0;
  }

  override dispose(): void {
    this.disposed = true;
  }
}

/** Registers a fake backend under a name, with one kernel, `Neg`. Returns a function that removes both. */
export function fakeEngine(
  name: string,
  make: () => tf.KernelBackend | Promise<tf.KernelBackend> = () => new FakeBackend(),
): () => Promise<void> {
  tf.registerBackend(name, make, 0);
  tf.registerKernel({ kernelName: "Neg", backendName: name, kernelFunc: stockNeg });
  return async () => {
    await tf.setBackend("cpu");
    tf.removeBackend(name);
    for (const { kernelName } of tf.getKernelsForBackend(name))
      tf.unregisterKernel(kernelName, name);
  };
}

/** The kernel of a fake engine before it is equipped. */
export const stockNeg: tf.KernelFunc = () => ({ dataId: {}, shape: [], dtype: "float32" });
