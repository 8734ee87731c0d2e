import type { ButcherTableau } from "@symplectic-adjoint/core";
import type { Program, Slot } from "../../program/program.js";
import type { AttemptArguments, Leaves, LoadedProgram, ReversalArguments } from "../executor.js";
import { releasedError } from "../released-error.js";
import { ModuleMemory } from "./module-memory.js";
import { type Code, extentOf, type PlacedProgram, placeProgram } from "./placed-program.js";
import { attempt } from "./steps/attempt.js";
import { reverse } from "./steps/reverse.js";
import { StepCode } from "./steps/step-code.js";

/** A program with its memory, instructions and all. */
export class WasmProgram implements LoadedProgram {
  private readonly program: Program;
  private memory: ModuleMemory | undefined;
  private readonly placed: PlacedProgram;
  private readonly steps = new Map<ButcherTableau, StepCode>();
  private readonly addresses: { states: number; outputs: number; cotangents: number; bars: number };

  constructor(module: WebAssembly.Module, program: Program) {
    this.program = program;
    const memory = new ModuleMemory(module, program.precision);
    this.placed = placeProgram(program, memory);
    const { at } = this.placed;
    memory.settle();
    for (const { offset, values } of program.constants) memory.copyIn([values], at(offset));
    this.memory = memory;
    const { inputs, outputs, bars } = program;
    const [states, results, cotangents, stateBars] = [
      inputs.states,
      outputs,
      inputs.cotangents,
      bars.states,
    ].map((slots) => at(extentOf(slots).offset)) as [number, number, number, number];
    this.addresses = { states, outputs: results, cotangents, bars: stateBars };
  }

  get bytes(): number {
    return this.memory?.bytes ?? 0;
  }

  setParameters(parameters: Leaves, captured: Leaves): void {
    const { inputs } = this.program;
    this.copyEach(parameters, inputs.parameters);
    this.copyEach(captured, inputs.captured);
    this.run(this.placed.prelude);
  }

  evaluate(t: number, y: Leaves, dy: Leaves): void {
    const memory = this.held();
    this.writeTime(t);
    memory.copyIn(y, this.addresses.states);
    this.run(this.placed.forward);
    memory.copyOut(dy, this.addresses.outputs);
  }

  pullback(t: number, y: Leaves, g: Leaves, yBar: Leaves, bars: Leaves | undefined): number {
    const memory = this.held();
    const { program, placed } = this;
    this.writeTime(t);
    memory.copyIn(y, this.addresses.states);
    memory.copyIn(g, this.addresses.cotangents);
    if (bars !== undefined) this.run(placed.zero);
    this.run(placed.backward);
    memory.copyOut(yBar, this.addresses.bars);
    for (const [i, slot] of program.bars.parameters.entries()) {
      const bar = bars?.[i];
      if (bar !== undefined) memory.copyOut([bar], placed.at(slot.offset));
    }
    const { time } = program.bars;
    return time === undefined ? 0 : memory.readNumber(placed.at(time.offset));
  }

  reserve(tableau: ButcherTableau): void {
    this.stepsOf(tableau);
  }

  attempt(tableau: ButcherTableau, request: AttemptArguments): number | undefined {
    return attempt(this.stepsOf(tableau), request);
  }

  reverse(tableau: ButcherTableau, reversal: ReversalArguments): void {
    reverse(this.stepsOf(tableau), reversal);
  }

  release(): void {
    this.memory = undefined;
    this.steps.clear();
  }

  private stepsOf(tableau: ButcherTableau): StepCode {
    let steps = this.steps.get(tableau);
    if (steps === undefined) {
      steps = new StepCode(tableau, this.program, this.placed, this.held());
      this.steps.set(tableau, steps);
    }
    return steps;
  }

  private held(): ModuleMemory {
    if (this.memory === undefined) throw releasedError();
    return this.memory;
  }

  private run({ begin, end }: Code): void {
    if (begin < end) this.held().run(begin, end);
  }

  private writeTime(t: number): void {
    const { time } = this.program.inputs;
    if (time !== undefined) this.held().writeNumber(this.placed.at(time.offset), t);
  }

  private copyEach(leaves: Leaves, slots: ReadonlyArray<Slot>): void {
    for (const [i, { offset }] of slots.entries())
      this.held().copyIn([leaves[i] as Leaves[number]], this.placed.at(offset));
  }
}
