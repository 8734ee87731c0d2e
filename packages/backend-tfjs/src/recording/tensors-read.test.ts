import * as tf from "@tensorflow/tfjs";
import { Tensor } from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tensorsAmong } from "./tensors-read.js";

beforeAll(() => tf.setBackend("cpu"));
afterAll(() => tf.disposeVariables());

/** Another handle of a tensor, with the same id. */
const handleOf = ({ shape, dtype, dataId, id }: Tensor): Tensor =>
  new Tensor([...shape], dtype, dataId, id);

test("Handles with the same id are one parameter: the variable, wherever it is in the list.", () => {
  tf.tidy(() => {
    const variable = tf.variable(tf.scalar(1));
    const frozen = tf.variable(tf.scalar(2), false);
    const captured = tf.scalar(3);
    const [a, b, c] = [handleOf(variable), handleOf(frozen), handleOf(captured)];
    const all = [a, captured, b, variable, frozen, c, variable];
    expect(tensorsAmong(all, [], Number.POSITIVE_INFINITY)).toEqual([variable, captured]);
  });
});
