import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { type Instruction, instructions } from "./instructions.js";

/** Instructions with the places of their operands among earlier values. */
export const program = fc.array(
  fc.record({ at: fc.nat(instructions.length - 1), a: fc.nat(), b: fc.nat() }),
  { minLength: 2, maxLength: 7 },
);
/** See `program`. */
export type Step = { readonly at: number; readonly a: number; readonly b: number };

/** The function that a program is: leaves change with all later values. */
export const functionOf =
  (steps: ReadonlyArray<Step>, w: tf.Tensor) =>
  (t: tf.Tensor, leaves: ReadonlyArray<tf.Tensor>): Array<tf.Tensor> => {
    const values = [...leaves];
    for (const { at, a, b } of steps) {
      const [x, z] = [values[values.length - 1 - (a % values.length)], values[b % values.length]];
      const instruction = instructions[at] as Instruction;
      values.push(instruction(x as tf.Tensor, z as tf.Tensor, { w, t }));
    }
    const sum = values
      .slice(leaves.length)
      .map((value) => tf.broadcastTo(value, [2, 3]))
      .reduce((total, value) => tf.add(tf.mul(total, 0.8), value));
    return leaves.map(({ shape }) => {
      if (shape.length === 0) return tf.mean(sum);
      return shape.length === 1 ? tf.mean(sum, 0) : shape[1] === 1 ? tf.mean(sum, 1, true) : sum;
    });
  };
