import type { Program } from "../../program/program.js";
import type { LoadedProgram } from "../executor.js";
import { releasedError } from "../released-error.js";
import { copyIn, copyOut } from "./memory.js";
import { type PreparedProgram, preparedProgram } from "./prepared-program.js";
import { attemptStep } from "./steps/attempt-step.js";
import { reverseStep } from "./steps/reverse-step.js";
import { newStepMemory, type StepMemory } from "./steps/step-memory.js";

/** Allocates the memory of a program and prepares its instructions. */
export function loadProgram(program: Program): LoadedProgram {
  const { inputs, outputs, bars } = program;
  let held: { prepared: PreparedProgram; steps: StepMemory } | undefined = {
    prepared: preparedProgram(program),
    steps: newStepMemory(program),
  };
  const loaded = () => {
    if (held === undefined) throw releasedError();
    return held;
  };
  return {
    get bytes() {
      if (held === undefined) return 0;
      const { prepared, steps } = held;
      return prepared.memory.byteLength + program.tables.byteLength + steps.bytes;
    },
    setParameters(parameters, captured) {
      const { memory, prelude } = loaded().prepared;
      copyIn(memory, inputs.parameters, parameters);
      copyIn(memory, inputs.captured, captured);
      prelude();
    },
    evaluate(t, y, dy) {
      const { memory, forward } = loaded().prepared;
      copyIn(memory, inputs.states, y);
      forward(t);
      copyOut(memory, outputs, dy);
    },
    pullback(t, y, g, yBar, parameterBars) {
      const { memory, backward, zeroParameterBars } = loaded().prepared;
      copyIn(memory, inputs.states, y);
      copyIn(memory, inputs.cotangents, g);
      zeroParameterBars();
      backward(t);
      copyOut(memory, bars.states, yBar);
      if (parameterBars !== undefined) copyOut(memory, bars.parameters, parameterBars);
      return bars.time === undefined ? 0 : (memory[bars.time.offset] as number);
    },
    reserve(tableau) {
      loaded().steps.reserve(tableau);
    },
    attempt(tableau, attempt) {
      const { prepared, steps } = loaded();
      return attemptStep(prepared, steps, tableau, attempt);
    },
    reverse(tableau, reversal) {
      const { prepared, steps } = loaded();
      reverseStep(prepared, steps, tableau, reversal);
    },
    release() {
      held = undefined;
    },
  };
}
