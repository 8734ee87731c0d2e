import type { StepSizeController } from "@symplectic-adjoint/core";
import { fixedSteps } from "@symplectic-adjoint/testing";

/**
 * Divides intervals into this many equal steps: those between all outputs ("intervals"), or those between the outputs that
 * the grid has to contain ("proportional").
 */
export function dividing(
  count: number,
  gridMoves: "intervals" | "proportional",
): StepSizeController {
  return {
    ...fixedSteps(Number.POSITIVE_INFINITY),
    gridMoves,
    requiredTimes(outputs, _, interpolates = false) {
      const ends =
        interpolates && gridMoves === "proportional"
          ? [...outputs.slice(0, 1), ...outputs.slice(-1)]
          : outputs;
      return ends.slice(1).flatMap((end, i) => {
        const start = ends[i] as number;
        return Array.from({ length: count }, (_, k) =>
          k + 1 === count ? end : start + ((k + 1) / count) * (end - start),
        );
      });
    },
  };
}
