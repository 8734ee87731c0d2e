import type { HostArray, Shape } from "../host/host-array.js";

/** Where the numbers of an input must lie. */
export type Range = readonly [least: number, most: number];

/** One way to call an operation of TensorFlow.js, as users write it, and the same in index notation. */
export interface Kind {
  /** The function of TensorFlow.js. */
  readonly operation: string;
  /** TypeScript. `$0`, `$1`, … stand for its inputs, `$t` for the time, `$layer` for the layer. */
  readonly code: string;
  /** Shapes of the inputs; or how many there are, of any one shape. */
  readonly inputs: ReadonlyArray<Shape> | number;
  /** Where the inputs must lie, one for each or one for all. Default: from -2 to 2. */
  readonly ranges?: Range | ReadonlyArray<Range>;
  /** How many tensors it returns, as a list; 1 is no list. Default 1. */
  readonly outputs?: number;
  /**
   * Whether no derivative may be asked for: TensorFlow.js registers none. It is given constants then, made inside of f.
   */
  readonly constant?: boolean;
  /** Makes the layer that is applied; the inputs after the first are its weights. */
  readonly layer?: string;
  host(inputs: ReadonlyArray<HostArray>, t: number): HostArray | ReadonlyArray<HostArray>;
}

type More = Pick<Kind, "ranges" | "outputs" | "constant" | "layer">;

/** A kind, in a line. */
export function kind(
  operation: string,
  code: string,
  inputs: Kind["inputs"],
  host: (...inputs: Array<HostArray>) => HostArray | ReadonlyArray<HostArray>,
  more: More = {},
): Kind {
  return { operation, code, inputs, host: (all) => host(...all), ...more };
}
