import { energyNetwork, hamiltonian, type OdeintOptions } from "@symplectic-adjoint/models";
import * as tf from "@tensorflow/tfjs";
import { odeint } from "symplectic-adjoint";
import type { PartContext, PartResult } from "../framework/experiment.js";
import { type PairSizes, type PairsResult, pairsPart } from "../pairs/pairs-part.js";
import { plainHamiltonian } from "./plain-hamiltonian.js";
import { type SmallSystem, systemData } from "./systems.js";

/** Sizes of the experiment. */
export interface SystemSizes extends PairSizes {
  readonly hidden: ReadonlyArray<number>;
  readonly training: number;
  readonly test: number;
  readonly steps: number;
}

/** A learned energy, on an unseen trajectory: mean squares over its times. */
export interface SystemTest {
  readonly stateError: number;
  /** Of the true energy. */
  readonly energyError: number;
  readonly found: ReadonlyArray<ReadonlyArray<number>>;
  readonly truth: ReadonlyArray<ReadonlyArray<number>>;
}

/** What is known of a system after its part has run. */
export interface SystemResult extends PairsResult<SystemTest> {
  readonly name: string;
}

/** In single precision; the first step is the whole time, since the change starts from zero. */
const solvesOf = (dt: number): OdeintOptions => ({
  ...{ method: "dopri8", rtol: 1e-5, atol: 1e-6, firstStep: dt },
});

/** Learns the energy of a system from trajectories. */
export async function systemPart(
  system: SmallSystem,
  sizes: SystemSizes,
  context: PartContext,
): Promise<PartResult<SystemResult>> {
  const { hidden } = sizes;
  const trajectories = systemData(system, sizes);
  const energy = energyNetwork({ inputs: system.size, hidden, seed: 1 });
  const { variables, dispose } = energy;
  const { compile } = context;
  const f = hamiltonian(energy);
  const task = {
    ...{ trajectories, dt: system.dt, model: { variables, f, dispose } },
    ...{ solves: solvesOf(system.dt), compile },
    plainField: (values: ReadonlyArray<Float64Array>) =>
      plainHamiltonian(system.size, hidden, values),
    test: () =>
      testSystem(system, compile?.(f) ?? f, trajectories.test[0] as ReadonlyArray<Float64Array>),
  };
  const { result, complete } = await pairsPart(task, sizes, context);
  return { result: { name: system.name, ...result }, complete };
}

async function testSystem(
  { size, dt, energy }: SmallSystem,
  f: (t: number, y: tf.Tensor) => tf.Tensor,
  truth: ReadonlyArray<Float64Array>,
): Promise<SystemTest> {
  const times = truth.map((_, i) => i * dt);
  const y0 = tf.tensor2d([[...(truth[0] as Float64Array)]]);
  const ys = odeint(f, y0 as tf.Tensor, times, { rtol: 1e-5, atol: 1e-6 });
  const values = await ys.data();
  tf.dispose([y0, ys]);
  const found = times.map((_, i) => Float64Array.from(values.slice(i * size, (i + 1) * size)));
  const mean = (of: (y: Float64Array, exact: Float64Array) => number) =>
    found.reduce((sum, y, i) => sum + of(y, truth[i] as Float64Array), 0) / found.length;
  const rows = (states: ReadonlyArray<Float64Array>) =>
    states.map((y) => [...y].map((x) => Number(x.toPrecision(4))));
  return {
    stateError: mean(
      (y, exact) => y.reduce((sum, x, i) => sum + (x - (exact[i] as number)) ** 2, 0) / size,
    ),
    energyError: mean((y, exact) => (energy(y) - energy(exact)) ** 2),
    ...{ found: rows(found), truth: rows(truth) },
  };
}
