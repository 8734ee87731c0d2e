import type { GraphNode, ReshapeNode } from "../../graph/graph.js";
import type { Shape } from "../../graph/shapes.js";

/** Index of a value in its list. */
export type ValueId = number;

/** A value under the shape in which its reader sees it. */
export interface Operand {
  readonly value: ValueId;
  readonly shape: Shape;
}

/** The result of one operation. There are no reshapes: they are in the shapes of operands. */
export interface Value {
  readonly node: Exclude<GraphNode, ReshapeNode>;
  readonly operands: ReadonlyArray<Operand>;
  readonly size: number;
}

/** The values of a function and its derivative, each once; operands come before results. */
export interface Values {
  readonly list: ReadonlyArray<Value>;
  /** What the function returns. */
  readonly forward: ReadonlyArray<ValueId>;
  /** What its derivative returns. */
  readonly backward: ReadonlyArray<ValueId>;
}
