import * as tf from "@tensorflow/tfjs";
import { type Solution, solve, solveAsync } from "symplectic-adjoint";
import { describe, expect, test } from "vitest";
import { continuousFlows } from "./derivatives/continuous-flows.js";
import { gridEnergies } from "./derivatives/grid-energies.js";
import { hamiltonianNetworks } from "./derivatives/hamiltonian-networks.js";
import type { InnerCase } from "./derivatives/inner-case.js";
import { cotangentsOf, plainGradients, startOf } from "./derivatives/plain-gradients.js";
import { waysToDifferentiate } from "./derivatives/ways-to-differentiate.js";
import type { EngineUnderTest } from "./engine-under-test.js";
import type { Expected } from "./problems/expected-gradients.js";
import { expectGradients, type Found } from "./support/expect-gradients.js";
import { shareOf } from "./support/share-of.js";
import { type Strategy, strategies } from "./support/strategies.js";
import { tensorFrom } from "./support/tensor-from.js";

type Tensors = Array<tf.Tensor>;

const times = [0, 0.125, 0.375];

const cases: ReadonlyArray<InnerCase> = [
  ...hamiltonianNetworks,
  ...continuousFlows,
  ...gridEnergies,
  ...waysToDifferentiate,
];

/** Steps between outputs. With one, λ passes between steps; the continuous adjoint is accurate enough with two. */
const stepsOf = ({ exact }: Strategy): number => (exact ? 1 : 2);

/** Shared by all strategies, by the number of steps between outputs. */
const expectations = new Map<number, Map<InnerCase, Expected>>();

/**
 * Solutions whose f contains derivatives, with traced and given parameters, synchronous, awaited, and on tapes: every
 * gradient equals that of the same f with hand-derived derivatives in double precision.
 */
export function derivativesSuite(engine: EngineUnderTest): void {
  const { name: backend, tolerance, functionTolerance = tolerance, sinTolerance = 0 } = engine;
  const runnable = ({ needs = [] }: InnerCase): boolean =>
    needs.every((kernel) => tf.getKernel(kernel, backend) !== undefined);

  describe.each(strategies)("Derivatives within f by $name", (strategy) => {
    // Second derivatives lose a digit more than first ones. For the continuous adjoint, the error of steps of 1/16 and
    // 1/8 is added.
    const steps = stepsOf(strategy);
    const closeness = {
      relative: strategy.exact ? 30 * functionTolerance : 1e-3,
      absolute: 10 * sinTolerance,
    };

    const share = shareOf(engine, cases, strategy, strategies);
    test.each(share)("$name is differentiated right.", async (given) => {
      if (!runnable(given)) return;
      const { y0, theta } = startOf(given);
      const { f, variables } = given.build(theta);
      const start = y0.map(tensorFrom);
      const cotangents = cotangentsOf(given, times.length).map(tensorFrom);
      const expected = expectationOf(given, steps);

      for await (const found of gradientsOf(strategy, steps, f, start, variables, cotangents)) {
        await expectGradients(found, expected, closeness);
      }
    });
  });
}

function expectationOf(given: InnerCase, steps: number): Expected {
  const made = expectations.get(steps) ?? new Map<InnerCase, Expected>();
  expectations.set(steps, made);
  let expected = made.get(given);
  if (expected === undefined) {
    expected = plainGradients(given, times, steps);
    made.set(given, expected);
  }
  return expected;
}

type Dynamics = (t: number, y: Tensors) => Tensors;

/** The gradients in every way in which users compute them, with traced and given parameters. */
async function* gradientsOf(
  { integrate, adjoint }: Strategy,
  stepsPerInterval: number,
  f: Dynamics,
  y0: Tensors,
  variables: Array<tf.Variable>,
  cotangents: Tensors,
): AsyncGenerator<Found> {
  const loss = (ys: Tensors): tf.Scalar =>
    tf.addN(ys.map((y, i) => tf.sum(tf.mul(y, cotangents[i] as tf.Tensor)))) as tf.Scalar;

  for (const named of [{}, { parameters: variables }]) {
    const all = { method: "rk4", stepsPerInterval, ...named } as const;
    const { grads } = tf.variableGrads(() => loss(integrate(f, y0, times, all)), variables);
    const parameters = variables.map(({ name }) => grads[name] as tf.Tensor);
    yield { parameters };
    yield { y0: tf.grads((...start: Tensors) => loss(integrate(f, start, times, all)))(y0) };

    const solutions = [
      solve(f, y0, times, { ...all, adjoint: adjoint() }),
      await solveAsync(f, y0, times, { ...all, adjoint: adjoint() }),
    ];
    for (const solution of solutions) {
      yield await pulledBack(solution, variables, cotangents);
      solution.dispose();
    }
  }
}

async function pulledBack(
  { ys, parameters, pullbackAsync }: Solution<tf.Tensor, Tensors>,
  variables: ReadonlyArray<tf.Variable>,
  cotangents: Tensors,
): Promise<Found> {
  // Each once, and in any order.
  expect(parameters.length).toBe(variables.length);
  const gradients = await pullbackAsync(cotangents);
  const order = variables.map((variable) => parameters.indexOf(variable));
  expect(order).not.toContain(-1);
  return {
    ys: ys.map((leaf) => leaf.clone()),
    y0: gradients.y0,
    parameters: order.map((i) => gradients.parameters[i] as tf.Tensor),
  };
}
