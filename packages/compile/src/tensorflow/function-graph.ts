import type { ProgramSource } from "../program/program-source.js";
import { createGraphWriter, type GraphWriter, type Value } from "./graph-def/graph-writer.js";
import { nameOf, type Ports, writeInputs, writeOutputs } from "./ports.js";
import { writeGraph } from "./translate/write-graph.js";

/** Values, one per leaf. */
export type Values = ReadonlyArray<Value>;

/** A function and its derivative, as parts of larger graphs. */
export interface FunctionParts {
  evaluate(t: Value, y: Values): Values;
  /** Cotangents of the states, of the parameters, and of the time, if f depends on it. */
  pullBack(t: Value, y: Values, g: Values): Values;
}

/** Writes calls of a function; its parameters are inputs of the graph. */
export function functionParts(
  writer: GraphWriter,
  { forward, backward }: ProgramSource,
  ports: Ports,
): FunctionParts {
  const parameter = writeInputs(writer, "parameter", ports.parameters);
  const captured = writeInputs(writer, "captured", ports.captured);
  const apply = (graph: typeof forward, time: Value, state: Values, cotangent: Values): Values => {
    const inputs = { time: [time], state, parameter, captured, cotangent };
    return writeGraph(writer, graph, (role, index) => inputs[role][index] as Value);
  };
  const like = (values: Values, shapes: Ports["states"]): Values =>
    values.map((value, i) => writer.reshape(value, shapes[i] ?? value.shape));
  return {
    evaluate: (t, y) => apply(forward, t, y, []),
    pullBack(t, y, g) {
      if (backward === undefined) return [];
      const bars = apply(backward, t, y, like(g, ports.outputs));
      return like(bars, [...ports.states, ...ports.parameters]);
    },
  };
}

/** One evaluation of a function and its VJP. */
export function functionGraph(source: ProgramSource, ports: Ports): GraphWriter {
  const writer = createGraphWriter();
  const { evaluate, pullBack } = functionParts(writer, source, ports);
  const t = writer.input(nameOf("time", 0), []);
  const y = writeInputs(writer, "state", ports.states);
  writeOutputs(writer, "slope", evaluate(t, y));
  if (source.backward === undefined) return writer;
  const g = writeInputs(writer, "cotangent", ports.outputs);
  const bars = pullBack(t, y, g);
  const [states, parameters] = [ports.states.length, ports.parameters.length];
  writeOutputs(writer, "stateBar", bars.slice(0, states));
  writeOutputs(writer, "parameterBar", bars.slice(states, states + parameters));
  writeOutputs(writer, "timeBar", bars.slice(states + parameters));
  return writer;
}
