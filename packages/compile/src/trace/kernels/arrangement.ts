import type { GraphBuilder } from "../../graph/builder/graph-builder.js";
import type { NodeId } from "../../graph/graph.js";
import type { Kernel } from "./kernel.js";

/** How much each axis is extended or cut, before and after. */
export type Crops = ReadonlyArray<readonly [number, number]>;

/** What a kernel does to an array, given its attributes. */
export type Rule = (g: GraphBuilder, x: NodeId, attrs: Readonly<Record<string, unknown>>) => NodeId;

/** A kernel with one input of this name, and one output of its type. */
export const arrangement =
  (name: string, rule: Rule): Kernel =>
  ({ g, input, attrs }) => {
    const { node, dtype } = input(name);
    return { node: rule(g, node, attrs), dtype };
  };
