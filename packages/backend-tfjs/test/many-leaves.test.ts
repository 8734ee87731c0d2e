import { ParametersError } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { dynamicsOf } from "./dynamics-of.js";
import { expectValues } from "./expect-values.js";
import { activate } from "./on-each-engine.js";

// Comparing all pairs of this number of leaves would take 4·10⁸ comparisons per step.
const MANY = 20_000;

it("A state of very many leaves, with as many parameters, is evaluated and pulled back.", async () => {
  await activate("cpu");
  tf.tidy(() => {
    const y0 = Array.from({ length: MANY }, (_, i) => tf.scalar(i));
    const weights = Array.from({ length: MANY }, (_, i) => tf.scalar(i % 3));
    const f = (_t: number, y: Array<tf.Tensor>): Array<tf.Tensor> =>
      y.map((leaf, i) => tf.mul(leaf, weights[i] as tf.Tensor));
    const traced = dynamicsOf(f, y0);
    expect(traced.parameters.length).toBe(MANY);
    const wrt = traced.parameters.map((_, i) => i);
    const pulled = traced.pullback(0, y0, y0, wrt);
    for (const i of [1, 2, 3, MANY - 1]) {
      expectValues(pulled.y[i] as tf.Tensor, [i * (i % 3)]);
      expectValues(pulled.parameters[i] as tf.Tensor, [i * i]);
    }
    const twice = [...weights, weights[7] as tf.Tensor];
    expect(() => dynamicsOf(f, y0, { parameters: twice })).toThrow(ParametersError);
    expect(() => dynamicsOf(f, y0, { parameters: twice })).toThrow(
      /is the same as parameters\[7\]/,
    );
    return [];
  });
});
