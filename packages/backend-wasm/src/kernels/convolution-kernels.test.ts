import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { expectAsOnCpu } from "../../test/expect-as-on-cpu.js";
import { numbers, onWasm } from "../../test/on-wasm.js";

const filled = (shape: Array<number>, seed: number): tf.Tensor =>
  tf.tensor(numbers(tf.util.sizeFromShape(shape), seed), shape);

type Shape4D = [number, number, number, number];

const between = (min: number, max: number) => fc.integer({ min, max });

const convolutions = fc.record({
  batch: between(1, 2),
  height: between(3, 8),
  width: between(3, 8),
  channels: between(1, 5),
  outChannels: between(1, 5),
  filter: fc.tuple(between(1, 3), between(1, 3)),
  strides: fc.tuple(between(1, 3), between(1, 3)),
  pad: fc.constantFrom<Array<"same" | "valid" | number>>("same", "valid", 1),
});

/** Sums of at most 128 products of numbers below 1, in float32. */
const TOLERANCE = 128 * 2 ** -24;

const { computeConv2DInfo } = tf.backend_util;

onWasm("The gradients of a convolution on wasm", () => {
  it("are those of cpu: for the filter, and for input and filter where channels have filters of their own", async () => {
    const property = fc.asyncProperty(convolutions, fc.boolean(), async (c, depthwise) => {
      const inShape: Shape4D = [c.batch, c.height, c.width, c.channels];
      const filterShape: Shape4D = [...c.filter, c.channels, c.outChannels];
      const strides: [number, number] = depthwise ? [c.strides[0], c.strides[0]] : c.strides;
      const { outShape } = computeConv2DInfo(
        inShape,
        filterShape,
        strides,
        1,
        c.pad,
        undefined,
        depthwise,
      );
      // Called as kernels, because the convolutions of TensorFlow.js' wasm write out of bounds if numeric padding is as
      // large as the filter.
      const run = (name: string, inputs: () => tf.NamedTensorMap, shape: object) => () => {
        const attrs = { strides, pad: c.pad, dataFormat: "NHWC", dilations: [1, 1], ...shape };
        return tf
          .engine()
          .runKernel<tf.Tensor>(name, inputs(), attrs as unknown as tf.NamedAttrMap);
      };
      const forFilter = () => ({ x: filled(inShape, 1), dy: filled(outShape, 2) });
      const forInput = () => ({ dy: filled(outShape, 1), filter: filled(filterShape, 2) });
      const name = depthwise ? "DepthwiseConv2dNativeBackpropFilter" : "Conv2DBackpropFilter";
      await expectAsOnCpu(run(name, forFilter, { filterShape }), TOLERANCE);
      if (!depthwise) return;
      const back = "DepthwiseConv2dNativeBackpropInput";
      await expectAsOnCpu(run(back, forInput, { inputShape: inShape }), TOLERANCE);
    });
    await fc.assert(property, { seed: 4, numRuns: 100 });
  });

  it.each(["same", "valid"] as const)("reach tf.grads, with padding %s", async (pad) => {
    const gradient = (of: 0 | 1, depthwise: boolean) => () => {
      const x = filled([2, 7, 6, 3], 1) as tf.Tensor4D;
      const filter = filled([3, 2, 3, 4], 2) as tf.Tensor4D;
      const run = (y: tf.Tensor, w: tf.Tensor) =>
        depthwise
          ? tf.depthwiseConv2d(y as tf.Tensor4D, w as tf.Tensor4D, 2, pad)
          : tf.conv2d(y as tf.Tensor4D, w as tf.Tensor4D, [1, 2], pad);
      return tf.grads((y, w) => tf.sum(tf.square(run(y, w))))([x, filter])[of] as tf.Tensor;
    };
    for (const depthwise of [false, true]) {
      await expectAsOnCpu(gradient(0, depthwise), TOLERANCE);
      await expectAsOnCpu(gradient(1, depthwise), TOLERANCE);
    }
  });

  it("refuse channels that come first, as the convolution does", () => {
    const inputs = { x: tf.ones([1, 1, 4, 4]), dy: tf.ones([1, 1, 4, 4]) };
    const attrs = { strides: [1, 1], pad: "same", dataFormat: "NCHW", filterShape: [1, 1, 1, 1] };
    expect(() => tf.engine().runKernel("Conv2DBackpropFilter", inputs, attrs)).toThrow(
      "channels last",
    );
  });
});
