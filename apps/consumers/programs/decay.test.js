import * as tf from "@tensorflow/tfjs";
import { odeint } from "symplectic-adjoint";

test("A solution and its gradient are right.", async () => {
  const decay = (y0) => odeint((_t, y) => tf.neg(y), y0, [0, 1]);
  const solution = await decay(tf.tensor1d([1])).data();
  expect(solution[1]).toBeCloseTo(Math.exp(-1), 5);
  const slope = await tf
    .grad((y0) => tf.sum(decay(y0)))(tf.tensor1d([1]))
    .data();
  expect(slope[0]).toBeCloseTo(1 + Math.exp(-1), 5);
});
