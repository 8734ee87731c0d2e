import type { Tensor } from "@tensorflow/tfjs-core";
import type { Graph, GraphNode } from "../graph/graph.js";
import { ParametersError, showValue } from "../imports/core.js";
import { isVariable } from "../tensors.js";
import { neededInputs } from "./session/needed-inputs.js";

/** What the tensors are that functions read from outside. */
export interface Roles {
  readonly parameters: ReadonlyArray<Tensor>;
  readonly captured: ReadonlyArray<Tensor>;
  /** For each tensor that was read: its role, and its index among those of that role. */
  readonly inputs: ReadonlyArray<{
    readonly role: "parameter" | "captured";
    readonly index: number;
  }>;
}

/** What is asked of the tensors that were read. */
export interface RolesRequest {
  readonly read: ReadonlyArray<Tensor>;
  /** What each function read, in the order of first use. */
  readonly readsOf: ReadonlyArray<ReadonlySet<number>>;
  readonly given: ReadonlyArray<Tensor>;
  /** Indices of functions among whose reads parameters are looked for. */
  readonly searched: ReadonlyArray<number>;
}

/**
 * Which tensors are parameters: those that are given; then what each searched function reads, first trainable variables,
 * then other float32 tensors. The order is that of f when it is interpreted.
 */
export function assignRoles({ read, readsOf, given, searched }: RolesRequest): Roles {
  const parameters = [...given];
  const known = new Set(given.map(({ id }) => id));
  for (const i of searched) {
    const tensors = [...(readsOf[i] ?? [])].map((index) => read[index] as Tensor);
    for (const tensor of [
      ...tensors.filter(isVariable),
      ...tensors.filter((x) => !isVariable(x)),
    ]) {
      const { id, dtype } = tensor;
      if (known.has(id) || dtype !== "float32") continue;
      if (isVariable(tensor) && !tensor.trainable) continue;
      known.add(id);
      parameters.push(tensor);
    }
  }
  const index = new Map(parameters.map(({ id }, i) => [id, i]));
  const captured: Array<Tensor> = [];
  const inputs = read.map((tensor) => {
    const parameter = index.get(tensor.id);
    if (parameter !== undefined) return { role: "parameter", index: parameter } as const;
    return { role: "captured", index: captured.push(tensor) - 1 } as const;
  });
  return { parameters, captured, inputs };
}

/** A graph whose inputs have their roles; it has all of them, whether it needs them or not. */
export function withRoles({ nodes, outputs }: Graph, roles: Roles): Graph {
  const named = nodes.map((node): GraphNode => {
    if (node.kind !== "input" || node.role !== "captured") return node;
    return { ...node, ...roles.inputs[node.index] };
  });
  const lists = [
    ["parameter", roles.parameters],
    ["captured", roles.captured],
  ] as const;
  for (const [role, tensors] of lists) {
    const present = new Set<number>();
    for (const node of named)
      if (node.kind === "input" && node.role === role) present.add(node.index);
    for (const [index, { shape }] of tensors.entries())
      if (!present.has(index)) named.push({ kind: "input", role, index, shape });
  }
  return { nodes: named, outputs };
}

/** @throws ParametersError if parameters were given, and no result depends on any of them. */
export function requireUse(given: ReadonlyArray<Tensor>, graphs: ReadonlyArray<Graph>): void {
  const used = graphs.some((graph) =>
    neededInputs(graph).some(({ role, index }) => role === "parameter" && index < given.length),
  );
  if (used || given.length === 0) return;
  throw new ParametersError({
    argument: `The ${given.length} given parameters (${given.slice(0, 3).map(showValue).join(", ")}${given.length > 3 ? ", …" : ""})`,
    problem: "do not affect the result of f: all gradients would be zero",
    remedy: "Pass the variables that f reads, or omit `parameters` to find them automatically.",
  });
}
