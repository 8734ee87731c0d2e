import type { CompilationError } from "@symplectic-adjoint/core";
import { evaluateGraph } from "../../executors/evaluate-graph.js";
import type { GraphBuilder } from "../../graph/builder/graph-builder.js";
import type { NodeId } from "../../graph/graph.js";
import { sizeOf } from "../../graph/shapes.js";
import { cannotCompile, INTERPRET } from "../cannot-compile.js";
import { neededInputs } from "./needed-inputs.js";
import type { Outside } from "./outside.js";

/** The values of a constant, one for each element; undefined for other nodes. */
export function constantValues(g: GraphBuilder, id: NodeId): Float64Array | undefined {
  const node = g.node(id);
  if (node.kind === "reshape") return constantValues(g, node.inputs[0]);
  if (node.kind !== "constant") return undefined;
  const { values, shape } = node;
  const size = sizeOf(shape);
  return values.length === size ? values : new Float64Array(size).fill(values[0] as number);
}

/**
 * The values of a node that depends on constants and on tensors from outside only; the latter are frozen.
 *
 * @param what What they are, for messages.
 * @throws CompilationError if it depends on the state or the time.
 */
export function valuesAtTrace(
  g: GraphBuilder,
  id: NodeId,
  outside: Outside,
  what: string,
): Float64Array {
  const constant = constantValues(g, id);
  if (constant !== undefined) return constant;
  const graph = g.graph([id]);
  const needed = neededInputs(graph);
  if (needed.some(({ role }) => role !== "captured")) throw dependsOnState(what);
  const captured: Array<Float32Array | Float64Array> = [];
  for (const { index } of needed) captured[index] = outside.valuesOf(index);
  const [values] = evaluateGraph(graph, { captured });
  return values as Float64Array;
}

function dependsOnState(what: string): CompilationError {
  return cannotCompile(
    "depends on the state or the time, but must be known when the function is compiled",
    `Compute it from constants; or ${INTERPRET}.`,
    { argument: `The ${what}` },
  );
}
