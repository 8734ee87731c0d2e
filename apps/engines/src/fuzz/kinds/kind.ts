import type { HostArray, Shape } from "../host/host-array.js";

/** The range of an input. */
export type Range = readonly [least: number, most: number];

/** One way to call an operation of TensorFlow.js, as source code, and the same in index notation. */
export interface Kind {
  /** The function of TensorFlow.js. */
  readonly operation: string;
  /** TypeScript. `$0`, `$1`, … stand for its inputs, `$t` for the time, `$layer` for the layer. */
  readonly code: string;
  /** Shapes of the inputs, or their number if they have one arbitrary shape. */
  readonly inputs: ReadonlyArray<Shape> | number;
  /** Ranges of the inputs, one for each or one for all. Default: from -2 to 2. */
  readonly ranges?: Range | ReadonlyArray<Range>;
  /** Number of tensors in the returned list; a single tensor if 1. Default 1. */
  readonly outputs?: number;
  /** Whether it has no registered derivative. It then gets constants that are created in f. */
  readonly constant?: boolean;
  /** Creates the layer that is applied; the inputs after the first are its weights. */
  readonly layer?: string;
  host(inputs: ReadonlyArray<HostArray>, t: number): HostArray | ReadonlyArray<HostArray>;
}

type More = Pick<Kind, "ranges" | "outputs" | "constant" | "layer">;

/** Creates a kind. */
export function kind(
  operation: string,
  code: string,
  inputs: Kind["inputs"],
  host: (...inputs: Array<HostArray>) => HostArray | ReadonlyArray<HostArray>,
  more: More = {},
): Kind {
  return { operation, code, inputs, host: (all) => host(...all), ...more };
}
