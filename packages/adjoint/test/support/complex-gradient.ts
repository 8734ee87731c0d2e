import type { ForwardPass } from "@symplectic-adjoint/core";
import {
  type Complex,
  complex,
  complexReplay,
  type NumberArray,
  smallTableaux,
} from "@symplectic-adjoint/testing";
import type { gradientBy } from "./gradient-of-program.js";
import { eventWeight, type NumberGradient, type Program, weightOf } from "./program.js";
import { complexCrossing, perturbed, saved, TINY, twisted } from "./twisted.js";

type Pass = ForwardPass<NumberArray>;

/** The gradient of the same loss, on the steps and events that a solve recorded, by a complex step. */
export function gradientByComplexStep(
  program: Program,
  { pass, found }: Pick<ReturnType<typeof gradientBy>, "pass" | "found">,
): NumberGradient {
  const { real } = twisted(program.jumpT);
  const { times, stepT = [], jumpT = [], wantsTimes = true } = program;
  const along = (values: ArrayLike<number>, list: keyof NumberGradient) =>
    Array.from(values, (_, index) => lossOf(program, pass, found, { list, index }).im / TINY);
  return {
    y0: along(real.y0, "y0"),
    parameters: along(real.parameters, "parameters"),
    times: wantsTimes ? along(times, "times") : [],
    stepT: wantsTimes ? along(stepT, "stepT") : [],
    jumpT: wantsTimes ? along(jumpT, "jumpT") : [],
  };
}

interface Perturbation {
  readonly list: keyof NumberGradient;
  readonly index: number;
}

function lossOf(
  program: Program,
  pass: Pass,
  found: ReturnType<typeof gradientBy>["found"],
  { list, index }: Perturbation,
): Complex {
  const { tableau = smallTableaux.dopri5, events = [], places = [], without = [] } = program;
  const { real, complex: func } = twisted(program.jumpT);
  const part = (name: keyof NumberGradient, values: ArrayLike<number>) =>
    perturbed(values, list === name ? index : undefined);
  const times = part("times", program.times);
  const lists = {
    times,
    jumpT: part("jumpT", program.jumpT ?? []),
    stepT: part("stepT", program.stepT ?? []),
  };
  const initial = program.times.filter((t) => t === program.times[0]).length;
  const move = (time: number) => moved(program, lists, time);
  const outputTimes = timesOfRows(program, pass, times, move);
  const result = complexReplay({
    func,
    tableau,
    steps: pass.steps,
    y0: part("y0", real.y0),
    parameters: part("parameters", real.parameters),
    t0: times[0] as Complex,
    moved: move,
    outputTime: (output, row) => (outputTimes[output] as ReadonlyArray<Complex>)[row] as Complex,
    save: program.saves ? saved.complex : undefined,
    events: events.map(({ level, kicks = false }) => complexCrossing(level, kicks)),
    found,
    initialOutputs: initial,
  });
  let loss = complex(0);
  result.outputs.forEach((rows, output) => {
    if (without.includes(output)) return;
    rows.forEach((row, r) => {
      row.forEach((value, d) => {
        loss = loss.plus(value.times(weightOf(output, r, d)));
      });
    });
  });
  places.forEach(({ step, theta, isDerivative }, i) => {
    const { t, h } = pass.steps[step] as { t: number; h: number };
    const value = isDerivative
      ? result.slopeAt(step, t + theta * h)
      : result.at(step, t + theta * h);
    value.forEach((part, d) => {
      loss = loss.plus(part.times(weightOf(50 + i, 0, d)));
    });
  });
  result.events.forEach(({ t, y }, i) => {
    loss = loss.plus(t.times(eventWeight(i, 2)));
    y.forEach((value, d) => {
      loss = loss.plus(value.times(eventWeight(i, d)));
    });
  });
  return loss;
}

/** The complex time of each row of each output. */
function timesOfRows(
  program: Program,
  pass: Pass,
  times: ReadonlyArray<Complex>,
  move: (time: number) => Complex,
): ReadonlyArray<ReadonlyArray<Complex>> {
  const flat = pass.outputTimes ?? program.times;
  let position = 0;
  return pass.outputs.map((_, output) =>
    Array.from({ length: pass.rows?.[output] ?? 1 }, () => {
      const time = flat[position] as number;
      // Of equal times, the first row has the first one.
      const before = flat.slice(0, position++).filter((other) => other === time).length;
      const same = program.times.flatMap((other, i) => (other === time ? [i] : []));
      // The ends of other steps move as the grid does.
      return times[same[before] ?? -1] ?? move(time);
    }),
  );
}

/** A time of the grid: one of the user's times, or one between outputs that keeps its proportions, or a constant. */
function moved(
  { interpolates, controller }: Program,
  { times, jumpT, stepT }: Readonly<Record<"times" | "jumpT" | "stepT", ReadonlyArray<Complex>>>,
  time: number,
): Complex {
  // Of equal outputs, the first one moves the grid.
  const outputs = times.filter(({ re }, i, all) => re !== all[i - 1]?.re);
  const ends = [outputs[0], outputs[outputs.length - 1]] as [Complex, Complex];
  const lands = !interpolates || controller?.gridMoves === "intervals";
  for (const list of [ends, jumpT, lands ? outputs : [], stepT]) {
    const own = list.find(({ re }) => re === time);
    if (own !== undefined) return own;
  }
  const moves = controller?.gridMoves ?? "fixed";
  if (moves === "fixed") return complex(time);
  const anchors = moves === "proportional" && interpolates ? ends : outputs;
  for (let i = 1; i < anchors.length; i++) {
    const [from, to] = [anchors[i - 1] as Complex, anchors[i] as Complex];
    const fraction = (time - from.re) / (to.re - from.re);
    if (fraction > 0 && fraction < 1) return from.plus(to.minus(from).times(fraction));
  }
  return complex(time);
}
