import type { GraphBuilder } from "../graph/builder/graph-builder.js";
import type { NodeId } from "../graph/graph.js";
import { cotangentsOfInputs } from "./cotangents-of-inputs.js";
import { sum } from "./rules/masked.js";

/** Outputs with their cotangents, and the nodes whose cotangents are asked for. */
export interface PullBackRequest {
  readonly outputs: ReadonlyArray<NodeId>;
  /** One per output, of its shape. */
  readonly cotangents: ReadonlyArray<NodeId>;
  readonly withRespectTo: ReadonlyArray<NodeId>;
  /** How single nodes are differentiated; tests plant wrong derivatives here. */
  readonly rule?: typeof cotangentsOfInputs;
}

/**
 * Reverse mode: adds to a graph what computes the product of cotangents with the Jacobian of its outputs. The nodes that it
 * adds are like all others: they can be differentiated again.
 *
 * @returns The cotangents of `withRespectTo`; undefined for those that outputs do not depend on.
 */
export function pullBack(
  builder: GraphBuilder,
  { outputs, cotangents, withRespectTo, rule = cotangentsOfInputs }: PullBackRequest,
): ReadonlyArray<NodeId | undefined> {
  const last = Math.max(-1, ...outputs);
  const active = dependents(builder, withRespectTo, last);
  const sums = new Map<NodeId, NodeId>();
  const add = (id: NodeId, cotangent: NodeId) => {
    const before = sums.get(id);
    sums.set(id, before === undefined ? cotangent : sum(builder, before, cotangent));
  };
  for (const [i, id] of outputs.entries()) {
    add(id, cotangents[i] as NodeId);
  }
  for (let id = last; id >= 0; id--) {
    const node = builder.node(id);
    const g = sums.get(id);
    if (g === undefined || !active.has(id) || !("inputs" in node)) {
      continue;
    }
    const wanted = (input: NodeId) => active.has(input);
    for (const [i, cotangent] of rule(builder, { id, g, wanted }).entries()) {
      const input = node.inputs[i] as NodeId;
      if (cotangent !== undefined && wanted(input)) {
        add(input, cotangent);
      }
    }
  }
  return withRespectTo.map((id) => sums.get(id));
}

/** The nodes up to `last` that depend on some of these, themselves included. */
function dependents(
  builder: GraphBuilder,
  sources: ReadonlyArray<NodeId>,
  last: NodeId,
): ReadonlySet<NodeId> {
  const found = new Set(sources);
  for (let id = 0; id <= last; id++) {
    const node = builder.node(id);
    if ("inputs" in node && node.inputs.some((input) => found.has(input))) {
      found.add(id);
    }
  }
  return found;
}
