import { lotkaVolterra } from "@symplectic-adjoint/testing";

/** A state of two species, each an array of its own, one in a record, in a list. */
export type NestedState = readonly [{ readonly prey: Float64Array }, Float64Array];

/** Its parameters, in a record. */
export type NestedParameters = {
  readonly growth: Float64Array;
  readonly death: Float64Array;
};

/** A state of these numbers. */
export function nestedState(prey: number, predators: number): NestedState {
  return [{ prey: Float64Array.of(prey) }, Float64Array.of(predators)];
}

const original = lotkaVolterra();
const at = (values: Float64Array) => values[0] as number;
const flat = ([{ prey }, predators]: NestedState) => Float64Array.of(at(prey), at(predators));

/** Lotka and Volterra's equations on a nested state, with nested parameters. */
export const nestedLotkaVolterra = {
  parameters: { growth: Float64Array.of(1.5, 1), death: Float64Array.of(3, 1) },
  evaluate(t: number, y: NestedState, { growth, death }: NestedParameters, dy: NestedState): void {
    const out = new Float64Array(2);
    original.evaluate(t, flat(y), Float64Array.of(...growth, ...death), out);
    dy[0].prey[0] = out[0] as number;
    dy[1][0] = out[1] as number;
  },
  vjp(
    t: number,
    y: NestedState,
    { growth, death }: NestedParameters,
    g: NestedState,
    yBar: NestedState,
    pBar: NestedParameters,
  ): void {
    const out = new Float64Array(2);
    const bars = new Float64Array(4);
    original.vjp(t, flat(y), Float64Array.of(...growth, ...death), flat(g), out, bars);
    yBar[0].prey[0] = at(yBar[0].prey) + at(out);
    yBar[1][0] = at(yBar[1]) + (out[1] as number);
    for (const i of [0, 1]) {
      pBar.growth[i] = (pBar.growth[i] as number) + (bars[i] as number);
      pBar.death[i] = (pBar.death[i] as number) + (bars[i + 2] as number);
    }
  },
};
