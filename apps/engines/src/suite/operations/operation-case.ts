import type { Tensor } from "@tensorflow/tfjs-core";
import type { HostTensor } from "../host/host-tensor.js";
import type { Range } from "../host/sample.js";

/** An operation that occurs in dynamics, and the same in index notation. */
export interface OperationCase {
  readonly name: string;
  /** Shapes of the inputs: the first is part of the state, the others are parameters. */
  readonly shapes: ReadonlyArray<ReadonlyArray<number>>;
  /** Range of the inputs. Default "signed". */
  readonly range?: Range;
  /** Precision class. Default: sums and products. */
  readonly precision?: "function" | "sine";
  apply(...inputs: Array<Tensor>): Tensor;
  onHost(...inputs: Array<HostTensor>): HostTensor;
}
