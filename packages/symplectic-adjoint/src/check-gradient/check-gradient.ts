import { symplecticAdjoint } from "@symplectic-adjoint/adjoint";
import type {
  AnyFloat64Function,
  Float64Engine,
  Float64FunctionOf,
} from "@symplectic-adjoint/backend-float64";
import { type TensorFunction, tfjs } from "@symplectic-adjoint/backend-tfjs";
import {
  type Engine,
  type GradientReport,
  InvalidArgumentError,
  InvalidTimesError,
  type Tree,
  type TreeOf,
} from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { checkOptions } from "../check-options.js";
import type { On } from "../options.js";
import { prepare } from "../prepare.js";
import { readTimes, type Times } from "../read-times.js";
import type { OdeFunction } from "../tensor-types.js";
import type { CheckGradientOptions } from "./check-gradient-options.js";
import { compareGradients } from "./compare-gradients.js";
import { nameLeaves, nameParameters } from "./gradient-arguments.js";
import { download } from "./host-state.js";
import { requireAgreement } from "./report-gradient.js";

/**
 * Checks the gradient of a solution against differences of the solution itself: for random functionals of the outputs and
 * random directions, of each array of y0 and of each parameter by itself. Call it once on a model of your own, with a short
 * time and a small batch; it works on every engine.
 *
 * The equation is solved once. Its accepted steps are then taken again, without step control, from y0 ± εδ and with
 * θ ± εδ: evaluations of f, and nothing that differentiates. ε is chosen where rounding and truncation balance; what remains
 * of both is the uncertainty of each comparison. Variables, tensors that f captured and arrays of parameters hold other
 * values meanwhile, never across an `await`, and afterwards what they held, in the same memory.
 *
 * Cost: about 10 solves without a gradient for each direction and array, more where ε has to be searched for.
 *
 * @param func f, as for `solve`: a function of tensors, a layers model, or what the backend's users write.
 * @param options Those of `solveAsync`, such as `adjoint`, and: directions, seed, gradientTolerance, allowUnresolved.
 * @returns All comparisons, when all of them agree.
 * @throws GradientMismatchError naming the array whose gradient is wrong, and by what factor. Its `report` has the rest.
 * @throws GradientUnresolvedError where differences are too uncertain to tell, unless `allowUnresolved`.
 * @throws InvalidDynamicsError where f gives other values each time; IntegrationError where the solve fails.
 * @example
 * const w = tf.variable(tf.tensor1d([0.5, -1]));
 * const { largestError } = await checkGradient((_t, y) => tf.tanh(tf.mul(y, w)), tf.tensor1d([1, 2]), [0, 1], { rtol: 1e-5, atol: 1e-6 });
 */
export function checkGradient<const Y extends TreeOf<Tensor, Y>>(
  func: NoInfer<OdeFunction<Y>>,
  y0: Y,
  t: Times<Tensor>,
  options?: CheckGradientOptions<Tensor, TensorFunction>,
): Promise<GradientReport>;
export function checkGradient<const Y extends TreeOf<Float64Array, Y>, P = Float64Array>(
  func: Float64FunctionOf<Y, P>,
  y0: Y,
  t: Times<Float64Array>,
  options: CheckGradientOptions<Float64Array, AnyFloat64Function> & On<Float64Engine>,
): Promise<GradientReport>;
export function checkGradient<A, F, const Y extends TreeOf<A, Y>>(
  func: NoInfer<F>,
  y0: Y,
  t: Times<NoInfer<A>>,
  options: CheckGradientOptions<A, F> & On<Engine<A, F>>,
): Promise<GradientReport>;
export async function checkGradient<A, F, Y>(
  func: F,
  y0: Y,
  t: Times<A>,
  options: CheckGradientOptions<A, F> = {},
): Promise<GradientReport> {
  checkOptions(options, "checkGradient");
  const {
    directions = 2,
    seed = 0,
    gradientTolerance,
    allowUnresolved = false,
    ...others
  } = options;
  const { adjoint = symplecticAdjoint() } = others;
  const backend = options.backend ?? (tfjs as unknown as Engine<A, F>);
  if (backend.tape?.isRecording()) throw startedOnTape();
  const times = await readTimes(t, backend);
  if (times.length < 2) throw noSpan(t);
  const site = { backend, differentiate: true, awaits: true };
  const { problem } = prepare(func, y0 as Tree<A>, times, others, site);
  const { dynamics } = problem;
  // What the caller frees before the check is over is still needed.
  const letGo = dynamics.hold?.();
  const kept = backend.retain([...problem.y0, ...dynamics.parameters]);
  try {
    const values = await download(backend, kept);
    const count = problem.y0.length;
    const report = await compareGradients(problem, adjoint, {
      directions,
      seed,
      gradientTolerance,
      y0: values.slice(0, count),
      parameters: values.slice(count),
      names: [
        ...nameLeaves(y0, "y0"),
        ...nameParameters(dynamics.parameters, options.parameters ?? parametersOf(func)),
      ],
    });
    requireAgreement(report, adjoint, allowUnresolved);
    return report;
  } finally {
    backend.release(kept);
    letGo?.();
  }
}

/** The parameters that a function object of the float64 backend brings along, as its author nested them. */
function parametersOf(func: unknown): unknown {
  if (typeof func !== "object" || func === null || !("parameters" in func)) return undefined;
  return func.parameters;
}

function startedOnTape(): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: "checkGradient",
    problem: "was called while a tape records, which cannot wait for it",
    remedy: "Call it outside of tf.grads and minimize.",
  });
}

function noSpan(t: unknown): InvalidTimesError {
  return new InvalidTimesError({
    argument: "t",
    value: t,
    problem: "must have two times at least for a gradient to be checked",
    remedy: "Write [0, 1].",
  });
}
