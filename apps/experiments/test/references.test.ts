import { cnf, flowNetwork } from "@symplectic-adjoint/models";
import * as tf from "@tensorflow/tfjs";
import type { Float64Function } from "symplectic-adjoint/float64";
import { expect, test } from "vitest";
import { seededRows } from "../src/cnf-tabular/seeded-rows.js";
import { measureFunction } from "../src/comparison/measure-function.js";
import { predictPeak } from "../src/comparison/predict-peak.js";
import { type FlowSizes, flowModel } from "../src/flows/flow-model.js";
import { flowOfSize } from "../src/flows/flow-of-size.js";
import { plainFlowGradient, plainFlowLoss } from "../src/flows/plain-flow.js";
import { kdvEquation } from "../src/grids/kdv-equation.js";
import { plainGridModel } from "../src/grids/plain-grid-model.js";
import { plainVelocityGradient } from "../src/pairs/plain-velocity-gradient.js";
import { valuesOf } from "../src/plain/values-of.js";
import { plainHamiltonian } from "../src/small-systems/plain-hamiltonian.js";
import { FUNCTIONS } from "../src/solving/counting.js";

type Arrays = ReadonlyArray<Float64Array>;

/** Compares a gradient with central differences in every entry of every array. */
function checkByDifferences(
  loss: (values: Arrays) => number,
  values: Arrays,
  gradient: Arrays,
): void {
  const scale = Math.max(...gradient.flatMap((array) => [...array].map(Math.abs)));
  for (const [k, array] of values.entries())
    for (let i = 0; i < array.length; i++) {
      const moved = (by: number) =>
        loss(
          values.map((each, l) => (l === k ? each.map((x, j) => (j === i ? x + by : x)) : each)),
        );
      const slope = (moved(1e-5) - moved(-1e-5)) / 2e-5;
      expect(Math.abs((gradient[k]?.[i] as number) - slope) / scale).toBeLessThan(1e-6);
    }
}

const flow: FlowSizes = {
  ...{ dimension: 2, blocks: 2, hidden: [3], layer: "concatsquash", activation: "tanh" },
  ...{ divergence: "hutchinson", endTime: 0.8 },
};

test.each<Partial<FlowSizes>>([
  {},
  { divergence: "exact", layer: "concat", activation: "softplus" },
])("The gradient of a flow in double precision is that of its loss: %j", async (changes) => {
  const sizes = { ...flow, ...changes };
  const model = flowModel(sizes, {});
  const values = await valuesOf(model.variables);
  model.flow.dispose();
  const rows = Float64Array.from(seededRows(2, 2));
  const noise = Float64Array.of(0.3, -1.2, 0.8, 0.5);
  const loss = (at: Arrays) => plainFlowLoss(sizes, at, rows, noise);
  checkByDifferences(loss, values, plainFlowGradient(sizes, values, rows, noise).gradient);
});

test.each<[string, (values: Arrays) => Float64Function<Float64Array, Arrays>, number, number]>([
  ["HNN++", (values) => plainGridModel("HNN++", kdvEquation, [3], values), 3, 50],
  ["NODE", (values) => plainGridModel("NODE", kdvEquation, [3], values), 3, 50],
  ["two bodies", (values) => plainHamiltonian(8, [3], values), 8, 16],
])("The gradient of %s in double precision is that of its loss.", (_, field, inputs, length) => {
  const numbers = (count: number) => Float64Array.from(seededRows(count, 1));
  const values = [numbers(3 * inputs), numbers(3), numbers(3)];
  const [u, change] = [numbers(length), numbers(length).map((x) => 0.01 * x)];
  const gradientAt = (at: Arrays) => plainVelocityGradient(field(at), u, change, 0.01);
  checkByDifferences((at) => gradientAt(at).loss, values, gradientAt(values).gradient);
});

test("A flow with a linear field has the density that is known.", async () => {
  const field = flowNetwork({ dimension: 2, hidden: [], layer: "dense" });
  const [kernel, bias] = field.variables as Array<tf.Variable>;
  kernel?.assign(tf.tensor2d([0.3, 0.2, -0.7, -0.5], [2, 2]));
  bias?.assign(tf.zeros([2]));
  const density = cnf({ fields: [field], endTime: 0.8, options: { rtol: 1e-6, atol: 1e-7 } });
  const [log = 0] = await density.logDensity(tf.tensor2d([[0.4, -1.1]])).data();
  expect(Math.abs(log + 2.762493206031106)).toBeLessThan(2e-6);
  density.dispose();
});

test("Predicted peaks are those of the run, within two per cent.", async () => {
  const sizes: FlowSizes = { ...flow, hidden: [16, 16], activation: "softplus" };
  const sized = flowOfSize(sizes, (rows) => seededRows(rows, 2), { method: "dopri5" });
  for (const each of FUNCTIONS) {
    const problem = sized.sized(40, 11);
    const { peakBytes } = await measureFunction(each, problem, { runs: 0 });
    problem.dispose();
    expect(Math.abs(predictPeak(each, sized, 40, 11) / peakBytes - 1)).toBeLessThan(0.02);
  }
});
