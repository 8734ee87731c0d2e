import type { GraphBuilder } from "../../src/graph/builder/graph-builder.js";
import type { NodeId } from "../../src/graph/graph.js";

/** Where an operation draws its details from. */
export interface Draw {
  readonly int: (below: number) => number;
  /** In [−1, 1). */
  readonly number: () => number;
  readonly pick: <T>(list: ReadonlyArray<T>) => T;
  /** The graph's inputs. */
  readonly inputs: ReadonlyArray<NodeId>;
}

/** An operation on up to three values; undefined if it does not apply. */
export type RandomOperation = (
  b: GraphBuilder,
  values: readonly [NodeId, NodeId, NodeId],
  draw: Draw,
) => NodeId | undefined;
