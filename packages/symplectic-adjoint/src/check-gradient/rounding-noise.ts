import type { Backend } from "@symplectic-adjoint/core";
import { dotOnHost, type HostState, rounded, sizeOfProduct, subtractOnHost } from "./host-state.js";
import { type Random, randomSigns } from "./random-signs.js";
import type { Replay } from "./replay-of.js";

/** Bits of the significand of a backend's numbers. */
export function bitsOf({ precision }: Pick<Backend<never>, "precision">): number {
  return precision === "float32" ? 24 : 53;
}

/** Half a unit in the last place of 1. */
export function unitRoundoff(backend: Pick<Backend<never>, "precision">): number {
  return 2 ** -bitsOf(backend);
}

const SAMPLES = 3;

/**
 * Outputs of replays from points that differ from the original one by one or two ulps: their scatter measures the
 * effect of rounding on the solution, including amplification by the equation.
 */
export async function scatteredOutputs<A>(
  backend: Backend<A>,
  start: HostState,
  parameters: HostState,
  replay: Replay,
  random: Random,
): Promise<ReadonlyArray<HostState>> {
  const unit = 2 * unitRoundoff(backend);
  const nudged = (values: Float64Array): Float64Array => {
    const signs = randomSigns(random, values.length);
    const moved = values.map((value, i) => value * (1 + 2 * unit * (signs[i] as number)));
    return rounded(backend, moved);
  };
  const samples: Array<HostState> = [];
  for (let sample = 0; sample < SAMPLES; sample++) {
    const moved = parameters.map((values, i) => [i, nudged(values)] as const);
    samples.push(await replay({ y0: start.map(nudged), parameters: new Map(moved) }));
  }
  return samples;
}

/** The standard deviation of the functional over these outputs, relative to the original ones. */
export function standardDeviationOf(
  functional: HostState,
  outputs: HostState,
  samples: ReadonlyArray<HostState>,
): number {
  const squares = samples.map(
    (sample) => dotOnHost(functional, subtractOnHost(sample, outputs)) ** 2,
  );
  return Math.sqrt(squares.reduce((a, b) => a + b, 0) / samples.length);
}

/**
 * Minimum rounding error of a solution with this many steps: each step rounds by up to half an ulp, and the errors
 * accumulate like a random walk.
 */
export function minimumRounding<A>(
  backend: Backend<A>,
  functional: HostState,
  outputs: HostState,
  steps: number,
): number {
  return unitRoundoff(backend) * Math.sqrt(steps + 1) * sizeOfProduct(functional, outputs);
}
