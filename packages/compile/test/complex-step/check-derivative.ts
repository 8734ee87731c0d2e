import { type PullBackRequest, pullBack } from "../../src/derivative/pull-back.js";
import { createGraphBuilder } from "../../src/graph/builder/create-graph-builder.js";
import type { Graph, InputNode, InputRole, NodeId } from "../../src/graph/graph.js";
import { addGraph } from "../../src/graph/simplify.js";
import { evaluateGraph, type GraphInputs } from "../reference/evaluate-graph.js";
import { type Complex, complex, STEP } from "./complex.js";
import { evaluateComplex } from "./evaluate-complex.js";

/** Values and derivatives that differ from those of complex arithmetic. */
export interface Mismatch {
  readonly what: string;
  readonly actual: number;
  readonly expected: number;
}

/** How a graph is checked. */
export interface CheckOptions {
  /** Values of inputs and cotangents; uniform in [−1, 1) by default. */
  readonly random: () => number;
  readonly tolerance?: number;
  readonly rule?: PullBackRequest["rule"];
}

/**
 * Compares a graph with complex arithmetic: values with those, and cotangents of all inputs, element by element, with the
 * derivatives along complex steps.
 */
export function checkDerivative(
  graph: Graph,
  { random, tolerance = 1e-10, rule }: CheckOptions,
): ReadonlyArray<Mismatch> {
  const builder = createGraphBuilder();
  const ids = addGraph(builder, graph);
  const inputs = graph.nodes.flatMap((node, id) => (node.kind === "input" ? [{ node, id }] : []));
  const outputs = graph.outputs.map((id) => ids[id] as NodeId);
  const cotangents = outputs.map((id, i) => builder.input("captured", 1000 + i, builder.shape(id)));
  const bars = pullBack(builder, {
    outputs,
    cotangents,
    withRespectTo: inputs.map(({ id }) => ids[id] as NodeId),
    ...(rule && { rule }),
  });
  const values = new Map(inputs.map(({ node, id }) => [id, randomArray(node, random)]));
  const weights = outputs.map((id) => randomArray(builder.node(id), random));
  const computed = builder.graph([
    ...outputs,
    ...bars.map((bar, i) => bar ?? builder.constant(0, inputs[i]?.node.shape)),
  ]);
  const results = evaluateGraph(
    computed,
    byRole([
      ...inputs.map(({ node, id }) => [node, values.get(id) as Array<number>] as const),
      ...cotangents.map(
        (id, i) => [builder.node(id) as InputNode, weights[i] as Array<number>] as const,
      ),
    ]),
  );
  const mismatches: Array<Mismatch> = [];
  const compare = (what: string, actual: number, expected: number, scale: number) => {
    if (!(Math.abs(actual - expected) <= tolerance * (1 + scale)) && !Object.is(actual, expected)) {
      mismatches.push({ what, actual, expected });
    }
  };
  const stepped = (along: NodeId | undefined, element: number) => {
    const at = new Map<NodeId, ReadonlyArray<Complex>>();
    for (const [id, numbers] of values) {
      at.set(
        id,
        numbers.map((x, i) => complex(x, id === along && i === element ? STEP : 0)),
      );
    }
    return evaluateComplex(graph, at);
  };
  for (const [k, expected] of stepped(undefined, 0).entries()) {
    for (const [i, { re }] of expected.entries()) {
      compare(`output ${k}[${i}]`, results[k]?.[i] as number, re, Math.abs(re));
    }
  }
  for (const [k, { node, id }] of inputs.entries()) {
    for (const [i, bar] of (results[outputs.length + k] as Float64Array).entries()) {
      const terms = stepped(id, i).flatMap((value, o) =>
        value.map(({ im }, j) => (im / STEP) * (weights[o]?.[j] as number)),
      );
      const expected = terms.reduce((a, b) => a + b, 0);
      const scale = terms.reduce((a, b) => a + Math.abs(b), 0);
      compare(`cotangent of ${node.role} ${node.index}[${i}]`, bar, expected, scale);
    }
  }
  return mismatches;
}

function randomArray(node: { readonly shape: ReadonlyArray<number> }, random: () => number) {
  return Array.from({ length: node.shape.reduce((a, b) => a * b, 1) }, random);
}

function byRole(values: ReadonlyArray<readonly [InputNode, ReadonlyArray<number>]>): GraphInputs {
  const result: Partial<Record<InputRole, Array<ReadonlyArray<number>>>> = {};
  for (const [{ role, index }, numbers] of values) {
    const list = result[role] ?? [];
    list[index] = numbers;
    result[role] = list;
  }
  return result;
}
