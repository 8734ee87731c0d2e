import { InvalidDynamicsError } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { expectAsOnCpu } from "../../test/expect-as-on-cpu.js";
import { numbers, onWasm } from "../../test/on-wasm.js";

type Operation = (pad: number | "same") => tf.Tensor;

const image = (): tf.Tensor4D => tf.tensor4d(numbers(2 * 7 * 6 * 2, 1), [2, 7, 6, 2]);
const filter = (h: number, w: number, out: number): tf.Tensor4D =>
  tf.tensor4d(numbers(h * w * 2 * out, 2), [h, w, 2, out]);

const operations: ReadonlyArray<
  readonly [string, (h: number, w: number, strides: [number, number]) => Operation]
> = [
  ["maxPool", (h, w, strides) => (pad) => tf.maxPool(image(), [h, w], strides, pad)],
  ["avgPool", (h, w, strides) => (pad) => tf.avgPool(image(), [h, w], strides, pad)],
  ["conv2d", (h, w, strides) => (pad) => tf.conv2d(image(), filter(h, w, 3), strides, pad)],
  [
    "depthwiseConv2d",
    (h, w, strides) => (pad) => tf.depthwiseConv2d(image(), filter(h, w, 1), strides, pad),
  ],
];

onWasm("Windows on wasm", () => {
  it.each(operations)(
    "%s with a number as padding is that of cpu, or refused: never beyond its result",
    async (_name, operation) => {
      for (const [h, w] of [
        [1, 1],
        [2, 2],
        [3, 3],
        [1, 3],
        [3, 1],
      ] as const) {
        for (const strides of [
          [1, 1],
          [2, 2],
          [2, 1],
          [1, 3],
        ] as Array<[number, number]>) {
          for (const pad of [0, 1]) {
            // Windows that consist only of padding have no mean and no maximum.
            if (pad > 0 && Math.min(h, w) === 1 && _name.endsWith("Pool")) continue;
            const run = () => operation(h, w, strides)(pad);
            if (h === w && strides[0] === strides[1]) {
              await expectAsOnCpu(run, 1e-5);
              continue;
            }
            let refusal: unknown;
            try {
              run();
            } catch (error) {
              refusal = error;
            }
            // Some of these fit by chance.
            if (refusal === undefined) await expectAsOnCpu(run, 1e-5);
            else {
              expect(refusal).toBeInstanceOf(InvalidDynamicsError);
              expect(String(refusal)).toMatch(/\[\[0, 0\], \[top, bottom\]/);
            }
          }
        }
      }
    },
  );

  it.each(operations)(
    "%s with the padding same is that of cpu, also where windows leave gaps",
    async (_name, operation) => {
      for (const [h, w] of [
        [2, 2],
        [3, 2],
        [2, 1],
        [1, 1],
      ] as const) {
        for (const strides of [
          [1, 3],
          [3, 1],
          [3, 3],
          [4, 4],
        ] as Array<[number, number]>) {
          await expectAsOnCpu(() => operation(h, w, strides)("same"), 1e-5);
        }
      }
    },
  );

  it("are rejected if the result is rounded up, because its last row would not be written", () => {
    const run = () => tf.maxPool(image(), 2, 2, 0, "ceil");
    expect(run).toThrow(InvalidDynamicsError);
    expect(run).toThrow(/dimRoundingMode/);
  });
});
