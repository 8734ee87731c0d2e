import type { PlainSteps } from "@symplectic-adjoint/testing";

/** Cotangents of the outputs as cotangents of the grid points: outputs are points of the grid, to the last bit. */
export function gridCotangents(
  steps: PlainSteps,
  times: ReadonlyArray<number>,
  cotangents: ReadonlyArray<Float64Array>,
): ReadonlyArray<Float64Array | undefined> {
  const points = [...steps.map(({ t }) => t), times.at(-1)];
  return points.map((point) => cotangents[times.indexOf(point as number)]);
}
