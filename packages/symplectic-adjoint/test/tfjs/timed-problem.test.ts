import {
  maxRelativeError,
  type TimedTensors,
  tensorTimed,
  timedProblem,
  timedSlices,
} from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { solve as solveFloat64 } from "../../src/float64/index.js";
import { solve } from "../../src/index.js";
import { exactAdjoints } from "../support/exact-adjoints.js";

// Everything at once: outputs within steps, something saved of them, an event with a reset, and gradients for the
// parameters of all functions and for the output times; in float32 on TensorFlow.js, against the float64 backend.

const times = [0, 0.33, 0.34, 1.1, 2];
const options = { method: "rk4", stepSize: 0.25, interpolate: true } as const;
/** Cotangents of what is saved, of the times of events, and of their states. */
const weights = times.flatMap((_, row) => [1 - row / 3, 0.5, row / 2 - 1]);
const ofEvents = { times: [0.7, -0.3], states: [1.5, -0.4, 0.6, 1.2] };

interface Gradients {
  readonly value: ArrayLike<number>;
  readonly y0: ArrayLike<number>;
  readonly parameters: ReadonlyArray<number>;
  readonly t: ArrayLike<number>;
}

function inFloat64(): Gradients {
  const { f, save, condition, reset } = timedProblem();
  const t = Float64Array.from(times);
  const solution = solveFloat64(f, f.y0, t, { ...options, save, events: [{ condition, reset }] });
  expect(solution.events?.which).toEqual([0, 0]);
  const events = {
    times: Float64Array.from(ofEvents.times),
    states: Float64Array.from(ofEvents.states),
  };
  const pulled = solution.pullback(Float64Array.from(weights), { times: true, events });
  return {
    value: solution.ys,
    y0: pulled.y0,
    parameters: pulled.parameters.flatMap((bar) => [...bar]),
    t: pulled.t as Float64Array,
  };
}

beforeEach(async () => {
  await tf.setBackend("cpu");
  tf.engine().startScope();
});

afterEach(() => {
  tf.engine().endScope();
  tf.disposeVariables();
});

test.each(exactAdjoints)("%s: TensorFlow.js and float64 agree.", (_name, adjoint) => {
  const { f } = timedProblem();
  const variable = ([from, to]: readonly [number, number]): tf.Tensor => {
    const part = tf.tensor1d([...f.parameters.subarray(from, to)]);
    return tf.variable(to - from === 1 ? part.asScalar() : part);
  };
  const { a, d, w, phi, e } = timedSlices;
  const parameters: TimedTensors<tf.Tensor> = {
    a: variable(a),
    d: variable(d),
    w: variable(w),
    phi: variable(phi),
    e: variable(e),
  };
  const functions = tensorTimed<tf.Tensor>(tf, parameters);
  const before = tf.memory().numTensors;
  const [y0, t] = [tf.tensor1d([...f.y0]), tf.tensor1d(times)];
  const solution = solve(functions.f, y0, t, {
    ...options,
    adjoint,
    time: "tensor",
    parameters: { ...parameters },
    save: functions.save,
    events: [{ condition: functions.condition, reset: functions.reset }],
  });
  const cotangents = tf.tensor2d(weights, [times.length, 3]);
  const events = {
    times: tf.tensor1d(ofEvents.times),
    states: tf.tensor2d(ofEvents.states, [2, 2]),
  };
  const pulled = solution.pullback(cotangents, { times: true, events });
  const expected = inFloat64();
  const close = (tensors: ReadonlyArray<tf.Tensor>, numbers: ArrayLike<number>) => {
    const found = tensors.flatMap((tensor) => [...tensor.dataSync()]);
    expect(maxRelativeError(found, numbers)).toBeLessThan(1e-5);
  };
  close([solution.ys], expected.value);
  close([pulled.y0], expected.y0);
  close(pulled.parameters, expected.parameters);
  close([pulled.t as tf.Tensor], expected.t);
  tf.dispose([y0, t, cotangents, events, pulled.y0, ...pulled.parameters, pulled.t as tf.Tensor]);
  solution.dispose();
  expect(tf.memory().numTensors).toBe(before);
});
