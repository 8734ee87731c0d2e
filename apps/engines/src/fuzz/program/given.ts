import { type HostArray, inputs, type Shape, sizeOf } from "../host/host-array.js";
import { literal } from "../host/scalar.js";
import type { Range } from "../kinds/kind.js";
import { type Shared, shapeText } from "./block.js";
import type { Given } from "./program.js";

/** Irregular numbers with few digits, of either sign and not near zero, or within a range. */
export function given(shared: Shared, shape: Shape, range?: Range): Given {
  const numbers = Array.from({ length: sizeOf(shape) }, () => {
    const wave = Math.sin(12.9898 * (shared.seed + 1)) * 4999;
    shared.seed += 1;
    const fraction = wave - Math.floor(wave);
    const [least, most] = range ?? [0.2, 1.4];
    const sign = range === undefined && Math.floor(wave) % 2 !== 0 ? -1 : 1;
    return Math.fround(sign * Number((least + (most - least) * fraction).toFixed(2)));
  });
  return { shape, numbers };
}

/** On the host. */
export function onHost({ shape, numbers }: Given): HostArray {
  return inputs(shape, numbers);
}

/** On the host, if f creates it: the decimals are rounded by the engine, if at all. */
export function writtenOnHost({ shape, numbers }: Given): HostArray {
  return inputs(
    shape,
    numbers.map((number) => literal(Number(number.toFixed(2)))),
  );
}

/** As an expression that creates the tensor. */
export function tensorText({ shape, numbers }: Given): string {
  const digits = numbers.map((number) => Number(number.toFixed(2)));
  return shape.length === 0
    ? `tf.scalar(${digits[0]})`
    : `tf.tensor([${digits.join(", ")}], ${shapeText(shape)})`;
}
