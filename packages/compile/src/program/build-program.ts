import type { Graph } from "../graph/graph.js";
import { joinGraphs } from "./plan/join-graphs.js";
import { constantsOf, lastingPlaces, slotsOf } from "./plan/lasting-places.js";
import { lowerSection } from "./plan/lower-section.js";
import type { Operation } from "./plan/operation.js";
import { placeAll } from "./plan/place-all.js";
import { repeatOperands } from "./plan/repeat-operands.js";
import { type Bars, sectionsOf } from "./plan/sections-of.js";
import { lasting } from "./plan/storage.js";
import { newTables } from "./plan/tables.js";
import type { Value, ValueId } from "./plan/values.js";
import type { Program } from "./program.js";

/** A function to be planned. */
export interface ProgramSource {
  /** Its outputs are the leaves of f, which have the sizes of the states. */
  readonly forward: Graph;
  /**
   * Its outputs are the cotangents of the leaves of y, then of the parameters, then of the time, if that is wanted. Inputs
   * of role "cotangent" are those of the outputs of `forward`.
   */
  readonly backward?: Graph | undefined;
  /** Numbers in each leaf of y, each parameter, and each captured tensor. */
  readonly sizes: {
    readonly states: ReadonlyArray<number>;
    readonly parameters: ReadonlyArray<number>;
    readonly captured: ReadonlyArray<number>;
  };
  readonly precision: Program["precision"];
}

/**
 * Plans a function and its derivative: what depends on parameters only is computed once, maps are fused, biases and
 * activations are computed with products, cotangents of parameters are added up where they are formed, and temporary
 * values share memory.
 */
export function buildProgram({ forward, backward, sizes, precision }: ProgramSource): Program {
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
