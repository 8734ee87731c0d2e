import type { Tensor } from "@tensorflow/tfjs-core";
import type { HostTensor } from "../host/host-tensor.js";
import type { Range } from "../host/sample.js";

/** An operation that dynamics are made of, and the same in index notation. */
export interface OperationCase {
  readonly name: string;
  /** Shapes of its inputs: the first is part of the state, the others are parameters. */
  readonly shapes: ReadonlyArray<ReadonlyArray<number>>;
  /** Where its inputs lie. Default "signed". */
  readonly range?: Range;
  /** What its precision is that of. Default: sums and products. */
  readonly precision?: "function" | "sine";
  apply(...inputs: Array<Tensor>): Tensor;
  onHost(...inputs: Array<HostTensor>): HostTensor;
}
