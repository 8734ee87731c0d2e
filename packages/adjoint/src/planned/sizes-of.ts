import type { MemorySizes } from "@symplectic-adjoint/planner";
import { checkedNorm } from "@symplectic-adjoint/solver";
import { computeSizes } from "./compute-sizes.js";
import { measureSizes } from "./measure-sizes.js";
import type { MeasuringBackend, SizeRequest } from "./probe.js";
import { probeStep } from "./probe-step.js";

/** What a solve needs, measured if the backend can measure and there is a step, else computed. */
export function sizesOf<A>(request: SizeRequest<A>): MemorySizes {
  const { problem } = request;
  const step = probeStep(problem);
  if (problem.backend.measure === undefined || step === undefined) return computeSizes(request);
  const { backend, norm } = problem;
  const checked = { ...problem, norm: norm && checkedNorm(backend, norm) };
  return measureSizes({ ...request, problem: checked }, step, backend as MeasuringBackend<A>);
}
