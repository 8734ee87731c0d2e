import * as tf from "@tensorflow/tfjs";
import { tfjs } from "symplectic-adjoint";
import type { Computation } from "./case.js";
import { type Network, network } from "./network.js";
import type { NetworkSize } from "./sizes.js";

/** The network through the library: f once, f with its VJP for y and all parameters, and its bare products of matrices. */
export function networkComputations(size: NetworkSize): {
  evaluation(): Computation;
  vjp(): Computation;
  products(): Computation;
} {
  const setUp = () => {
    const made = network(size);
    return { ...made, dynamics: dynamicsOf(made) };
  };
  return {
    evaluation() {
      const { dynamics, y0 } = setUp();
      return { compute: () => dynamics.evaluate(0, [y0]) };
    },
    vjp() {
      const { dynamics, y0, cotangent, parameters } = setUp();
      const wrt = parameters.map((_, i) => i);
      return {
        compute() {
          const pulled = dynamics.pullback(0, [y0], [cotangent], wrt);
          return [...pulled.value, ...pulled.y, ...pulled.parameters];
        },
      };
    },
    products() {
      const { products } = network(size);
      return { compute: products };
    },
  };
}

/** Value and VJP by TensorFlow.js' own differentiation, as written without this library. */
export function stockVjp(size: NetworkSize): Computation {
  const { y0, cotangent, parameters, apply } = network(size);
  const of = tf.valueAndGrads((y: tf.Tensor, ...rest: Array<tf.Tensor>) => apply(y, rest));
  const inputs = [y0, ...parameters];
  return {
    compute() {
      const { value, grads } = of(inputs, cotangent);
      return [value, ...grads];
    },
  };
}

function dynamicsOf({ f, y0 }: Network): ReturnType<typeof tfjs.dynamics> {
  return tfjs.dynamics(f as never, {
    t0: 0,
    y0: [y0],
    structure: { kind: "leaf" },
    differentiate: true,
  });
}
