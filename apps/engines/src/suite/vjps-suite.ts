import type { EngineInUse } from "@symplectic-adjoint/backend-tfjs";
import {
  type Dynamics,
  InvalidDynamicsError,
  MissingGradientError,
} from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { UnsortedSegmentSum } from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import type { EngineUnderTest } from "./engine-under-test.js";
import type { HostTensor } from "./host/host-tensor.js";
import { numericGradient } from "./host/numeric-gradient.js";
import { sample } from "./host/sample.js";
import type { OperationCase } from "./operations/operation-case.js";
import { operationCases } from "./operations/operation-cases.js";
import { dynamicsOf } from "./support/dynamics-of.js";
import { type Closeness, expectClose } from "./support/expect-close.js";
import { tensorFrom } from "./support/tensor-from.js";

/**
 * f consisting of a single operation: its value, and its vector–Jacobian product by `pullback` and by `record`, against
 * double precision on the host.
 *
 * The state has two parts, x and an array with the shape of op(x, …); f returns x and op(x, …), so that operations with
 * any result shape can be the derivative of a state.
 */
export function vjpsSuite(engine: EngineUnderTest, inUse: () => EngineInUse): void {
  describe("The vector–Jacobian product of", () => {
    test.each(operationCases)("$name is the derivative.", async (given) => {
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
        expect(found).toHaveLength(inputs.length);
        for (const [i, gradient] of found.entries()) {
          const what = `the gradient for input ${i} by ${way}`;
          expect(gradient.shape, what).toEqual(inputs[i]?.shape);
          await expectClose(gradient, gradients[i] as Float64Array, bounds.gradient, what);
        }
        await expectClose(pulled.y[1] as tf.Tensor, new Float64Array(output.values.length), EXACT);
      }
      recorded.release();
    });

    test("an operation whose gradient TensorFlow.js forgets to sum over what was broadcast is an error, not a wrong number.", () => {
      const row = tf.variable(tf.ones([3]));
      const f = (_t: number, y: tf.Tensor) => tf.maximum(y, row);
      const y = tf.ones([2, 3]);
      const dynamics = dynamicsOf(f, y, inUse().backend, [row]);
      expect(() => dynamics.pullback(0, [y], [y], [0])).toThrow(InvalidDynamicsError);
    });

    test("an operation whose gradient needs a kernel that the engine lacks is refused, and nothing is left.", () => {
      const kernel = tf.getKernel(UnsortedSegmentSum, engine.name);
      const gather = operationCases.find(({ name }) => name === "gather") as OperationCase;
      const { dynamics, y } = prepared(gather, inUse());
      tf.unregisterKernel(UnsortedSegmentSum, engine.name);
      try {
        const attempt = () => dynamics.pullback(0, y, y, []);
        expect(attempt).toThrow(MissingGradientError);
        expect(attempt).toThrow(/GatherV2 in f needs the kernel UnsortedSegmentSum/);
      } finally {
        tf.registerKernel(kernel);
      }
    });

    test("an operation that TensorFlow.js has no gradient of is refused before any work is done.", () => {
      const attempt = () =>
        dynamicsOf((_t, y: tf.Tensor) => tf.cumprod(y), tf.ones([3]), inUse().backend);
      expect(attempt).toThrow(MissingGradientError);
      expect(attempt).toThrow(/operation Cumprod in f has no gradient/);
    });
  });
}

const EXACT: Closeness = { relative: 0 };

function closenessOf(
  { tolerance, functionTolerance = tolerance, sinTolerance = 0 }: EngineUnderTest,
  { precision }: OperationCase,
): { readonly value: Closeness; readonly gradient: Closeness } {
  const relative = precision === undefined ? tolerance : functionTolerance;

  // Registered gradients of TensorFlow.js consist of about three operations; samples and cotangents are below 2.
  const absolute = precision === "sine" ? 2 * sinTolerance : 0;
  return {
    value: { relative, absolute },
    gradient: { relative: 3 * relative, absolute: 2 * absolute },
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
  const dynamics = dynamicsOf(f, y, inUse.backend, parameters.length > 0 ? parameters : undefined);
  return { dynamics, y, inputs, output };
}
