import type { EngineInUse } from "@symplectic-adjoint/backend-tfjs";
import {
  type Dynamics,
  flattenTree,
  MissingGradientError,
  type Tree,
} from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, test } from "vitest";
import type { EngineUnderTest } from "./engine-under-test.js";
import type { HostTensor } from "./host/host-tensor.js";
import { numericGradient } from "./host/numeric-gradient.js";
import { sample } from "./host/sample.js";
import type { OperationCase } from "./operations/operation-case.js";
import { operationCases } from "./operations/operation-cases.js";
import { type Closeness, expectClose } from "./support/expect-close.js";
import { tensorFrom } from "./support/tensor-from.js";

/**
 * f of each operation that dynamics are made of: its value, and its vector-Jacobian product by `pullback` and by `record`,
 * against double precision on the host.
 *
 * The state has two parts, x and something of the shape of op(x, …). f gives x back and op(x, …): so operations of every
 * shape can be derivatives of a state.
 */
export function vjpsSuite(engine: EngineUnderTest, inUse: () => EngineInUse): void {
  describe("The vector-Jacobian product of", () => {
    const missing = engine.missing ?? [];
    const [lacking, having] = [true, false].map((lacks) =>
      operationCases.filter(({ name }) => missing.includes(name) === lacks),
    ) as [Array<OperationCase>, Array<OperationCase>];

    test.each(having)("$name is the derivative.", async (given) => {
      const { dynamics, y, inputs, output } = prepared(given, inUse());
      const cotangent = sample(output.shape, 100);
      const gradients = numericGradient((all) => given.onHost(...all), inputs, cotangent);
      const bounds = closenessOf(engine, given);
      const g = [tf.zerosLike(y[0] as tf.Tensor), tensorFrom(cotangent)];
      const wrt = dynamics.parameters.map((_, i) => i);

      const recorded = dynamics.record(0, y);
      const ways = { pullback: dynamics.pullback(0, y, g, wrt), record: recorded.pullback(g, wrt) };
      for (const value of [ways.pullback.value, recorded.value]) {
        await expectClose(value[1] as tf.Tensor, output.values, bounds.value, "the value");
      }
      for (const [way, pulled] of Object.entries(ways)) {
        const found = [pulled.y[0], ...pulled.parameters] as Array<tf.Tensor>;
        for (const [i, gradient] of found.entries()) {
          const what = `the gradient for input ${i} by ${way}`;
          expect(gradient.shape, what).toEqual(inputs[i]?.shape);
          await expectClose(gradient, gradients[i] as Float64Array, bounds.gradient, what);
        }
        await expectClose(pulled.y[1] as tf.Tensor, new Float64Array(output.values.length), EXACT);
      }
      recorded.release();
    });

    test.each(lacking)("$name is refused, since the engine lacks a kernel.", (given) => {
      const { dynamics, y } = prepared(given, inUse());
      const wrt = dynamics.parameters.map((_, i) => i);
      expect(() => dynamics.pullback(0, y, y, wrt)).toThrow(MissingGradientError);
      expect(() => dynamics.pullback(0, y, y, wrt)).toThrow(/needs the kernel \w+/);
    });

    test("an operation that TensorFlow.js has no gradient of is refused before any work is done.", () => {
      const attempt = () => dynamicsOf((_t, y: tf.Tensor) => tf.cumprod(y), tf.ones([3]), inUse());
      expect(attempt).toThrow(MissingGradientError);
      expect(attempt).toThrow(/operation Cumprod in f has no gradient/);
    });
  });
}

const EXACT: Closeness = { relative: 0 };

function closenessOf({ tolerance, sinTolerance = 0 }: EngineUnderTest, { sine }: OperationCase) {
  // The gradients that TensorFlow.js registers chain about three operations; samples and cotangents are below 2.
  const absolute = sine ? 2 * sinTolerance : 0;
  return {
    value: { relative: tolerance, absolute },
    gradient: { relative: 3 * tolerance, absolute: 2 * absolute },
  };
}

interface Prepared {
  readonly dynamics: Dynamics<tf.Tensor>;
  readonly y: ReadonlyArray<tf.Tensor>;
  readonly inputs: ReadonlyArray<HostTensor>;
  readonly output: HostTensor;
}

function prepared({ shapes, range, apply, onHost }: OperationCase, inUse: EngineInUse): Prepared {
  const inputs = shapes.map((shape, i) => sample(shape, i, range));
  const output = onHost(...inputs);
  const [x, ...others] = inputs.map(tensorFrom) as [tf.Tensor, ...Array<tf.Tensor>];
  const y = [x, tensorFrom(sample(output.shape, 50))];
  const parameters = others.map((other) => tf.variable(other));
  const f = (_t: number, [first]: Array<tf.Tensor>) => [
    first as tf.Tensor,
    apply(first as tf.Tensor, ...parameters),
  ];
  const dynamics = dynamicsOf(f, y, inUse, parameters.length > 0 ? parameters : undefined);
  return { dynamics, y, inputs, output };
}

function dynamicsOf<Y extends Tree<tf.Tensor>>(
  f: (t: number, y: Y) => Tree<tf.Tensor>,
  y0: Y,
  { backend }: EngineInUse,
  parameters?: Tree<tf.Tensor>,
): Dynamics<tf.Tensor> {
  const { leaves, structure } = flattenTree<tf.Tensor>(y0, backend.isArray);
  return backend.dynamics(f as never, {
    t0: 0,
    y0: leaves,
    structure,
    parameters,
    differentiate: true,
  });
}
