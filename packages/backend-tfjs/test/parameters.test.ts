import { ParametersError } from "@symplectic-adjoint/core";
import { only } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import type { TensorFunction } from "../src/index.js";
import { dynamicsOf } from "./dynamics-of.js";
import { everyParameter } from "./every-parameter.js";
import { expectValues } from "./expect-values.js";
import { mlp } from "./mlp.js";
import { onEachEngine } from "./on-each-engine.js";

const first = (tensors: ReadonlyArray<tf.Tensor>): tf.Tensor => tensors[0] as tf.Tensor;

onEachEngine("Parameters that are found", () => {
  it("are trainable variables first, then captured tensors, each once", () => {
    const [a, b] = [tf.variable(tf.scalar(2)), tf.variable(tf.scalar(3))];
    const frozen = tf.variable(tf.scalar(5), false);
    const captured = tf.scalar(7);
    const integer = tf.scalar(1, "int32");
    const f = (_: number, y: tf.Tensor) => {
      const scaled = tf.mul(tf.mul(captured, tf.cast(integer, "float32")), tf.mul(b, y));
      return tf.add(tf.mul(scaled, frozen), tf.mul(tf.mul(a, b), captured));
    };
    expect(dynamicsOf(f, tf.scalar(1)).parameters).toEqual([b, a, captured]);
  });

  it("include tensors computed on the user's tape, so that tf.grads reaches them", () => {
    const x = tf.scalar(3);
    tf.grad((x: tf.Tensor) => {
      const w = tf.mul(x, 2);
      const { parameters } = dynamicsOf((_, y: tf.Tensor) => tf.mul(y, w), tf.scalar(1));
      expect(parameters).toEqual([w]);
      return tf.square(w);
    })(x);
  });

  it("do not include tensors created by f, even if it keeps them", () => {
    let constant: tf.Tensor | undefined;
    const f = (_: number, y: tf.Tensor) => {
      constant ??= tf.keep(tf.scalar(2));
      return tf.mul(tf.mul(y, constant), tf.tensor1d([1, 2]));
    };
    const y = [tf.tensor1d([1, 1])];
    const dynamics = dynamicsOf(f, first(y));
    expect(dynamics.parameters).toEqual([]);
    expectValues(first(dynamics.pullback(1, y, y, []).y), [2, 4]);
    constant?.dispose();
  });

  it("include variables that f creates in its first call", () => {
    let w: tf.Variable | undefined;
    const f = (_: number, y: tf.Tensor) => {
      w ??= tf.variable(tf.scalar(2));
      return tf.mul(y, w);
    };
    expect(dynamicsOf(f, tf.scalar(1)).parameters).toEqual([w]);
  });

  it("are not traced if no gradient is requested", () => {
    const f = () => {
      throw new Error("was called");
    };
    expect(dynamicsOf(f, tf.scalar(1), { differentiate: false }).parameters).toEqual([]);
  });

  it("must be complete: one that f reads only later is refused, unless parameters are given", () => {
    const [a, b] = [tf.variable(tf.scalar(2)), tf.variable(tf.scalar(3))];
    const f = (t: number, y: tf.Tensor) => tf.mul(y, t < 0.5 ? a : b);
    const y = [tf.scalar(1)];
    const found = dynamicsOf(f, first(y));
    expect(found.parameters).toEqual([a]);
    expectValues(only(found.pullback(0.2, y, y, everyParameter(found)).parameters), [1]);
    for (const late of [() => found.pullback(0.7, y, y, [0]), () => found.record(0.7, y)]) {
      expect(late).toThrow(ParametersError);
      expect(late).toThrow(/reads a tensor at t = 0.7 .* List the parameters/);
    }
    const named = dynamicsOf(f, first(y), { parameters: [a, b] });
    expectValues(named.pullback(0.7, y, y, [0, 1]).parameters[1] as tf.Tensor, [1]);
  });
});

onEachEngine("Parameters that are named", () => {
  it("are the leaves of the tree, and no others", () => {
    const net = mlp();
    const [w, b, v] = net.parameters;
    const named = dynamicsOf(net.f, tf.ones([1, 3]), { parameters: { v, rest: [b] } });
    expect(named.parameters).toEqual([v, b]);
    expect(named.parameters).not.toContain(w);
    const none = dynamicsOf(net.f, tf.ones([1, 3]), { parameters: [] });
    expect(none.parameters).toEqual([]);
  });

  it("may include unused ones, but not only these", () => {
    const [used, unused] = [tf.variable(tf.scalar(2)), tf.variable(tf.scalar(3))];
    const f = (_: number, y: tf.Tensor) => tf.mul(y, used);
    expect(dynamicsOf(f, tf.scalar(1), { parameters: [unused, used] }).parameters.length).toBe(2);
    const make = () => dynamicsOf(f, tf.scalar(1), { parameters: [unused] });
    expect(make).toThrow(ParametersError);
    expect(make).toThrow(/1 given parameters .* do not affect the result of f/);
  });

  it("do not affect the result through a value that was read", () => {
    const w = tf.variable(tf.scalar(2));
    const f = (_: number, y: tf.Tensor) => tf.mul(y, Number(tf.square(w).dataSync()[0]));
    expect(() => dynamicsOf(f, tf.scalar(1), { parameters: [w] })).toThrow(/dataSync/);
  });

  it("must be alive, float32, and different from each other", () => {
    const w = tf.variable(tf.scalar(2));
    const f = (_: number, y: tf.Tensor) => tf.mul(y, w);
    const y = tf.scalar(1);
    const named = (parameters: Array<tf.Tensor>) => () => dynamicsOf(f, y, { parameters });
    expect(named([w, w])).toThrow(/parameters\[1\] is the same as parameters\[0\]/);
    expect(named([tf.scalar(1, "int32")])).toThrow(/must be float32 \(got an int32 tensor/);
    const gone = tf.scalar(1);
    gone.dispose();
    expect(named([gone])).toThrow(/is disposed/);
    expect(named([w, w])).toThrow(ParametersError);
  });
});

onEachEngine("A change of the parameters", () => {
  it("is detected, with its index", () => {
    const [a, b] = [tf.variable(tf.scalar(2)), tf.variable(tf.scalar(3))];
    const f = (_: number, y: tf.Tensor) => tf.mul(tf.mul(y, a), b);
    const dynamics = dynamicsOf(f, tf.scalar(1));
    const changed = dynamics.watchParameters();
    dynamics.evaluate(0, [tf.scalar(1)]);
    expect(changed()).toBeUndefined();
    b.assign(tf.scalar(4));
    expect(changed()).toBe(1);
    const again = dynamics.watchParameters();
    expect(again()).toBeUndefined();
    a.dispose();
    expect(again()).toBe(0);
  });
});

onEachEngine("A layers model", () => {
  const model = () =>
    tf.sequential({
      layers: [
        tf.layers.dense({ units: 4, activation: "tanh", inputShape: [2] }),
        tf.layers.dense({ units: 3, activation: "relu", trainable: false }),
        tf.layers.dense({ units: 2, useBias: false }),
      ],
    });
  const y0 = () => tf.tensor2d([[0.5, -1]]);

  it("is dynamics with its trainable weights as the parameters", () => {
    const net = model();
    const dynamics = dynamicsOf(net, y0());
    expect(dynamics.parameters).toEqual(net.trainableWeights.map((weight) => weight.read()));
    expect(dynamics.parameters.length).toBe(3);
    const y = [y0()];
    const g = [tf.tensor2d([[1, 2]])];
    const pulled = dynamics.pullback(0, y, g, [0, 1, 2]);
    const loss = (x: tf.Tensor) => tf.sum(tf.mul(net.apply(x) as tf.Tensor, first(g)));
    const { grads } = tf.variableGrads(() => loss(first(y)) as tf.Scalar);
    expectValues(first(pulled.y), Array.from(tf.grad(loss)(first(y)).dataSync()));
    net.trainableWeights.forEach((weight, i) => {
      const expected = grads[(weight.read() as tf.Variable).name] as tf.Tensor;
      expectValues(pulled.parameters[i] as tf.Tensor, Array.from(expected.dataSync()));
    });
    expectValues(first(pulled.value), Array.from((net.apply(first(y)) as tf.Tensor).dataSync()));
    expectValues(first(dynamics.evaluate(0, y)), Array.from(first(pulled.value).dataSync()));
  });

  it("works inside a function too, and with its weights given", () => {
    const net = model();
    const f = (_: number, y: tf.Tensor) => net.apply(y) as tf.Tensor;
    const weights = net.trainableWeights.map((weight) => weight.read());
    // The variables of a frozen layer remain trainable variables: TensorFlow.js freezes layers, not variables.
    const all = net.weights.map((weight) => weight.read());
    expect(new Set(dynamicsOf(f, y0()).parameters)).toEqual(new Set(all));
    const named = net.trainableWeights as unknown as Array<tf.Tensor>;
    expect(dynamicsOf(f, y0(), { parameters: named }).parameters).toEqual(weights);
  });

  it("may be a single layer that builds its weights in its first call", () => {
    const layer = tf.layers.dense({ units: 2 });
    expect(dynamicsOf(layer, y0()).parameters.length).toBe(2);
  });

  it("takes a list of tensors, but not a record", () => {
    const [a, b] = [tf.input({ shape: [2] }), tf.input({ shape: [2] })];
    const sum = tf.layers.add().apply([a, b]) as tf.SymbolicTensor;
    const scaled = tf.layers.dense({ units: 2 }).apply(sum) as tf.SymbolicTensor;
    const net = tf.model({ inputs: [a, b], outputs: [scaled, sum] });
    const values = dynamicsOf(net, [y0(), y0()]).evaluate(0, [y0(), y0()]);
    expectValues(values[1] as tf.Tensor, [1, -2]);
    expect(() => dynamicsOf(net, { q: y0(), p: y0() })).toThrow(/the state is a record/);
  });

  it("must have a result that depends on its weights", () => {
    const net = model();
    const identity = { apply: (y: unknown) => y, trainableWeights: net.trainableWeights };
    expect(() => dynamicsOf(identity as TensorFunction, y0())).toThrow(ParametersError);
  });
});
