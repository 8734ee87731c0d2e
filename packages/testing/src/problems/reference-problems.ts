import {
  type ContinuousReference,
  type EndReference,
  referenceValues,
} from "../data/reference-values.js";
import { forced } from "./forced.js";
import { kepler } from "./kepler.js";
import { linear } from "./linear.js";
import { lorenz } from "./lorenz.js";
import { lotkaVolterra } from "./lotka-volterra.js";
import { mlp } from "./mlp.js";
import { spiral } from "./spiral.js";
import type { ProblemOptions, TestProblem } from "./test-problem.js";
import { vanDerPol } from "./van-der-pol.js";

const families: Readonly<Record<string, (options: ProblemOptions) => TestProblem>> = {
  lotka_volterra: lotkaVolterra,
  vdp: vanDerPol,
  lorenz,
  spiral,
  linear,
  kepler,
  forced,
  mlp,
};

/** Every problem with a known gradient of the continuous loss Σ y(t1)², named by its key among the reference values. */
export function referenceProblems(): ReadonlyArray<TestProblem> {
  return Object.entries(referenceValues.gradients).map(([key, known]) => make(key, known));
}

/** The discrete loss and gradient of a problem under one fixed-step method on N equal steps. */
export interface DiscreteReference extends EndReference {
  readonly problem: TestProblem;
  /** A key of `smallTableaux`. */
  readonly method: string;
  readonly steps: number;
}

/** Every known gradient of a discrete solution; dL_dt0 and dL_dt1 move the whole grid uniformly. */
export function discreteReferences(): ReadonlyArray<DiscreteReference> {
  return Object.entries(referenceValues.discrete).map(([path, answer]) => {
    const [key = "", method = "", count = ""] = path.split("/");
    const known = referenceValues.gradients[key] as ContinuousReference;
    return { ...answer, problem: make(key, known), method, steps: Number(count.slice(1)) };
  });
}

function make(key: string, { t0, t1, y0, p }: ContinuousReference): TestProblem {
  const family = Object.keys(families).find((name) => key.startsWith(name)) as string;
  const problem = (families[family] as (typeof families)[string])({ t0, t1, y0, parameters: p });
  return { ...problem, name: key };
}
