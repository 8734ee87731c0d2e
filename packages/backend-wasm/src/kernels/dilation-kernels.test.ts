import * as tf from "@tensorflow/tfjs";
import { it } from "vitest";
import { expectAsOnCpu } from "../../test/expect-as-on-cpu.js";
import { numbers, onWasm } from "../../test/on-wasm.js";

/** Images of distinct negative numbers. */
const image = (): tf.Tensor4D =>
  tf.tensor4d(
    numbers(168, 1).map((value, i) => value - 3 - i / 64),
    [2, 7, 6, 2],
  );
const filter = (): tf.Tensor3D =>
  tf.tensor3d(
    numbers(12, 2).map((value) => value / 4),
    [3, 2, 2],
  );

onWasm("A dilation on wasm", () => {
  it.each([
    ["same", [1, 1], 1],
    ["same", [2, 1], 1],
    ["same", [1, 1], 2],
    ["valid", [1, 2], 1],
  ] as ReadonlyArray<["same" | "valid", [number, number], number]>)(
    "with padding %s, steps of %j and %i apart is that of cpu, and so are its gradients",
    async (pad, strides, apart) => {
      const run = (x: tf.Tensor, w: tf.Tensor) =>
        tf.dilation2d(x as tf.Tensor4D, w as tf.Tensor3D, strides, pad, apart);
      await expectAsOnCpu(() => run(image(), filter()), 1e-6);
      for (const of of [0, 1]) {
        const gradient = () =>
          tf.grads((x, w) => tf.sum(tf.square(run(x, w))))([image(), filter()])[of] as tf.Tensor;
        await expectAsOnCpu(gradient, 1e-5);
      }
    },
  );
});
