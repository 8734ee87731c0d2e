import { type CompiledOptions, compiled } from "@symplectic-adjoint/compile";
import { float64, solve, symplecticAdjoint } from "symplectic-adjoint/float64";
import type { Case, Computation } from "../cases/case.js";
import { type GradientMethod, gradientMethods, networkCase } from "../cases/case-key.js";
import { END, gradientComputation, settings } from "../cases/gradient-computation.js";
import { network } from "../cases/network.js";
import { networkNumbers } from "../cases/network-numbers.js";
import { type NetworkSize, networkSizes } from "../cases/sizes.js";
import { gradientByHand } from "./by-hand.js";

/** Which executor runs a compiled f. */
export type ExecutorChoice = "wasm" | "javascript" | "graphs";

/** The option of `compiled`, when a case is prepared. */
type Executor = () => NonNullable<CompiledOptions["executor"]>;

const cases = (
  prepare: (size: NetworkSize, method: GradientMethod) => Computation,
  methods: ReadonlyArray<GradientMethod> = gradientMethods,
): ReadonlyArray<Case> =>
  networkSizes.flatMap((size) =>
    methods.map((method) => ({
      key: networkCase(method, size),
      prepare: () => prepare(size, method),
    })),
  );

/** Whole gradients on the active engine, with f compiled. */
export function compiledCases(executor: Executor): ReadonlyArray<Case> {
  return cases((size, method) =>
    gradientComputation(size, method, (f) => compiled(f, { executor: executor() }) as typeof f),
  );
}

/** The same in double precision. */
export function float64Cases(executor: Executor): ReadonlyArray<Case> {
  return cases((size, method) => float64Gradient(size, method, executor));
}

/** rk4 in double precision, written for this network alone. */
export function byHandCases(keepsStages: boolean): ReadonlyArray<Case> {
  return cases(
    (size) => {
      const steps = settings.rk4.stepsPerInterval;
      const options = { steps, h: END / steps, keepsStages };
      const gradient = gradientByHand(size, networkNumbers(size), options);
      return { compute: () => [gradient()] };
    },
    ["rk4"],
  );
}

function float64Gradient(
  size: NetworkSize,
  method: GradientMethod,
  executor: Executor,
): Computation {
  const { f } = network(size);
  const { y0, cotangent } = networkNumbers(size);
  const g = compiled(f, { precision: "float64", stateShape: y0.shape, executor: executor() });
  const start = Float64Array.from(y0.values);
  const cotangents = new Float64Array(2 * start.length);
  cotangents.set(cotangent.values, start.length);
  const options = { backend: float64, adjoint: symplecticAdjoint(), ...settings[method] } as const;
  return {
    compute() {
      const solution = solve(g, start, [0, END], options);
      const gradients = solution.pullback(cotangents);
      solution.dispose();
      const all = [gradients.y0, ...gradients.parameters];
      return [Math.sqrt(all.reduce((sum, each) => sum + squares(each), 0))];
    },
  };
}

function squares(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] as number) ** 2;
  return sum;
}
