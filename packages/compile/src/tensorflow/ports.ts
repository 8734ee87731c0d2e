import type { InputRole } from "../graph/graph.js";
import type { Shape } from "../graph/shapes.js";
import type { ProgramSource } from "../program/program-source.js";
import type { GraphWriter, Value } from "./graph-def/graph-writer.js";

/** Shapes of what a function reads and returns, one per leaf. */
export interface Ports {
  readonly states: ReadonlyArray<Shape>;
  readonly parameters: ReadonlyArray<Shape>;
  readonly captured: ReadonlyArray<Shape>;
  readonly outputs: ReadonlyArray<Shape>;
  /** Whether the derivative has a cotangent of the time. */
  readonly hasTimeBar: boolean;
}

/** The shapes in the graphs of a function; what they do not read has one axis. */
export function portsOf({ forward, backward, sizes }: ProgramSource): Ports {
  const nodes = [...forward.nodes, ...(backward?.nodes ?? [])];
  const shapes = (wanted: InputRole, lengths: ReadonlyArray<number>): ReadonlyArray<Shape> => {
    const found = lengths.map((length): Shape => [length]);
    for (const node of nodes)
      if (node.kind === "input" && node.role === wanted) found[node.index] = node.shape;
    return found;
  };
  return {
    states: shapes("state", sizes.states),
    parameters: shapes("parameter", sizes.parameters),
    captured: shapes("captured", sizes.captured),
    outputs: forward.outputs.map((id) => forward.nodes[id]?.shape ?? []),
    hasTimeBar: (backward?.outputs.length ?? 0) > sizes.states.length + sizes.parameters.length,
  };
}

/** The name of an input or output of which there are several. */
export function nameOf(kind: string, ...indices: ReadonlyArray<number>): string {
  return [kind, ...indices].join("_");
}

/** Names of several of them. */
export function namesOf(kind: string, leaves: ReadonlyArray<unknown>): ReadonlyArray<string> {
  return leaves.map((_, i) => nameOf(kind, i));
}

/** Inputs of a graph, one for each shape. */
export function writeInputs(
  writer: GraphWriter,
  kind: string,
  shapes: ReadonlyArray<Shape>,
): ReadonlyArray<Value> {
  return shapes.map((shape, i) => writer.input(nameOf(kind, i), shape));
}

/** Outputs of a graph. */
export function writeOutputs(
  writer: GraphWriter,
  kind: string,
  values: ReadonlyArray<Value>,
): void {
  for (const [i, value] of values.entries()) writer.output(nameOf(kind, i), value);
}
