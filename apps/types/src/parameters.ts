import * as tf from "@tensorflow/tfjs";
import {
  type AdjointOptions,
  type OdeOptions,
  odeint,
  odeintAdjoint,
  odeintAdjointAsync,
  odeintSymplecticAdjointAsync,
  type ParameterTree,
  type SolveOptions,
  solve,
  solveAsync,
  type TensorFunction,
} from "symplectic-adjoint";

// Values of the option `parameters`: variables, weights of layers, whole models, nested.

const y0 = tf.tensor2d([[1]]);
const t = [0, 1];
const net = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
const head: tf.layers.Layer = tf.layers.dense({ units: 1 });
const k = tf.variable(tf.scalar(1));
const f = (_t: number, y: tf.Tensor) => (net.apply(y) as tf.Tensor).mul(k);

odeint(f, y0, t, { parameters: [] });
odeint(f, y0, t, { parameters: k });
odeint(f, y0, t, { parameters: [k] });
odeint(f, y0, t, { parameters: net });
odeint(f, y0, t, { parameters: net.trainableWeights });
odeint(f, y0, t, { parameters: [...net.trainableWeights, k] });
odeint(f, y0, t, { parameters: { net, head, k, list: [k, net.trainableWeights] } });
odeint(f, y0, t, { parameters: undefined, method: undefined });
odeintAdjoint(f, y0, t, { parameters: net as tf.LayersModel });
odeintAdjointAsync(f, y0, t, { parameters: net });
odeintSymplecticAdjointAsync(f, y0, t, { parameters: [net, head] });
solve(f, y0, t, { parameters: net });
solveAsync(f, y0, t, { parameters: net.trainableWeights });

// Options stored in a variable
const precise: OdeOptions<tf.Tensor> = { rtol: 1e-5, parameters: net };
odeint(f, y0, t, precise);
const backward: AdjointOptions<tf.Tensor> = { ...precise, adjointAtol: [1e-5] };
odeintAdjoint(f, y0, t, backward);
const parts: SolveOptions<tf.Tensor, TensorFunction> = precise;
solve(f, y0, t, parts);

const named: ParameterTree<tf.Tensor> = { net, k };
odeint(f, y0, t, { parameters: named });

// @ts-expect-error A number has no gradient.
odeint(f, y0, t, { parameters: 1 });
// @ts-expect-error Names are not parameters.
odeint(f, y0, t, { parameters: ["k"] });
// @ts-expect-error An optimizer has none.
solve(f, y0, t, { parameters: tf.train.sgd(0.1) });
