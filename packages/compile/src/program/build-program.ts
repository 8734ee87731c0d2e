import { constantsOf, lastingPlaces, slotsOf } from "./arena/lasting-places.js";
import { placeAll } from "./arena/place-all.js";
import { lasting } from "./arena/storage.js";
import { lowerSection } from "./lowering/lower-section.js";
import type { Operation } from "./lowering/operation.js";
import { newTables } from "./lowering/tables.js";
import type { Program } from "./program.js";
import type { ProgramSource } from "./program-source.js";
import { type Bars, sectionsOf } from "./sections/sections-of.js";
import { joinGraphs } from "./values/join-graphs.js";
import { repeatOperands } from "./values/repeat-operands.js";
import type { Value, ValueId } from "./values/values.js";

/**
 * Plans a function and its derivative: what depends on parameters only is computed once, maps are fused, biases and
 * activations are computed with products, cotangents of parameters are added up where they are formed, and temporary
 * values share memory.
 *
 * Costs a few milliseconds for a network. The program keeps the tables and constants of the graphs, and nothing else.
 *
 * @param source Its graphs have inputs and outputs of its sizes; this is not checked.
 */
export function buildProgram(source: ProgramSource): Program {
  const { forward, backward, sizes, precision } = source;
  const values = repeatOperands(joinGraphs(forward, backward));
  const { list } = values;
  const outputs = values.forward.map((id) => lasting((list[id] as Value).size));
  const places = lastingPlaces(list, {
    ...sizes,
    cotangents: backward === undefined ? [] : outputs.map(({ length }) => length),
  });
  const bars = barsFor(values.backward, sizes);
  const sections = sectionsOf(values, places, outputs, bars);
  const tables = newTables();
  const around = { list, tableOffset: tables.offset, place: places.place };
  const operations = {
    prelude: lowerSection(around, sections.prelude),
    forward: lowerSection(around, sections.forward),
    backward: lowerSection(around, sections.backward),
  };
  const arenaLength = placeAll(places, outputs, bars, operations, precision);
  const { inputs } = places;
  const emit = (list: ReadonlyArray<Operation>) => list.map(({ instruction }) => instruction());
  return {
    precision,
    arenaLength,
    tables: tables.joined(),
    constants: constantsOf(places),
    inputs: {
      time: slotsOf(places.isTimeUsed() ? [places.time] : [])[0],
      states: slotsOf(inputs.states),
      parameters: slotsOf(inputs.parameters),
      captured: slotsOf(inputs.captured),
      cotangents: slotsOf(inputs.cotangents),
    },
    outputs: slotsOf(outputs),
    bars: {
      states: slotsOf(bars.states),
      parameters: slotsOf(bars.parameters),
      time: slotsOf(bars.time)[0],
    },
    prelude: emit(operations.prelude),
    forward: emit(operations.forward),
    backward: emit(operations.backward),
  };
}

function barsFor(
  backward: ReadonlyArray<ValueId>,
  { states, parameters }: ProgramSource["sizes"],
): Bars {
  const given = states.length + parameters.length;
  return {
    states: backward.length === 0 ? [] : states.map(lasting),
    parameters: backward.length === 0 ? [] : parameters.map(lasting),
    time: backward.slice(given).map(() => lasting(1)),
  };
}
