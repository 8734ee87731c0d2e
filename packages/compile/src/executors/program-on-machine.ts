import type { ButcherTableau } from "@symplectic-adjoint/core";
import type { Program, Slot } from "../program/program.js";
import type { Leaves, LoadedProgram } from "./executor.js";
import type { Loaded } from "./loaded.js";
import type { Machine } from "./machine.js";
import { methodSteps, type Steps } from "./steps/method-steps.js";

/** The program, run by a machine that has its instructions. */
export function programOnMachine<Place, Word, Code>(
  program: Program,
  machine: Machine<Place, Word, Code>,
): LoadedProgram {
  const { inputs } = program;
  const loaded = load(program, machine);
  const { places, zeroBars } = loaded;
  const methods = new Map<ButcherTableau, Steps>();
  const stepsOf = (tableau: ButcherTableau): Steps => {
    const steps = methods.get(tableau) ?? methodSteps(tableau, loaded);
    methods.set(tableau, steps);
    return steps;
  };
  const begin = (t: number, y: Leaves): void => {
    if (places.time !== undefined) machine.writeNumber(places.time, t);
    machine.copyIn(y, places.state);
  };
  const writeEach = (leaves: Leaves, slots: ReadonlyArray<Slot>): void => {
    for (const [i, slot] of slots.entries())
      machine.copyIn([leaves[i] as Leaves[number]], machine.at([slot]));
  };
  return {
    get bytes() {
      return machine.bytes;
    },
    setParameters(parameters, captured) {
      writeEach(parameters, inputs.parameters);
      writeEach(captured, inputs.captured);
      machine.run(machine.prelude);
    },
    evaluate(t, y, dy) {
      begin(t, y);
      machine.run(machine.forward);
      machine.copyOut(dy, places.slope);
    },
    pullback(t, y, g, yBar, bars) {
      begin(t, y);
      machine.copyIn(g, places.cotangent);
      if (bars !== undefined) machine.run(zeroBars);
      machine.run(machine.backward);
      machine.copyOut(yBar, places.stateBar);
      for (const [i, bar] of bars?.entries() ?? [])
        machine.copyOut([bar], places.parameterBars[i] as Place);
      return places.timeBar === undefined ? 0 : machine.readNumber(places.timeBar);
    },
    reserve: (tableau) => void stepsOf(tableau),
    attempt: (tableau, attempt) => stepsOf(tableau).attempt(attempt),
    reverse: (tableau, reversal) => stepsOf(tableau).reverse(reversal),
  };
}

function load<Place, Word, Code>(
  program: Program,
  machine: Machine<Place, Word, Code>,
): Loaded<Place, Word, Code> {
  const { inputs, outputs, bars } = program;
  const { at } = machine;
  const zeroBars = machine.assemble(
    bars.parameters.flatMap((slot) => machine.zero(at([slot]), slot.length)),
  );
  machine.settle();
  const places = {
    time: inputs.time && at([inputs.time]),
    state: at(inputs.states),
    cotangent: at(inputs.cotangents),
    slope: at(outputs),
    stateBar: at(bars.states),
    parameterBars: bars.parameters.map((slot) => at([slot])),
    timeBar: bars.time && at([bars.time]),
  };
  return { program, machine, places, zeroBars };
}
