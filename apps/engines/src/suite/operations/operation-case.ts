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
  /** Whether it is as precise as the engine's sine. */
  readonly sine?: boolean;
  apply(...inputs: Array<Tensor>): Tensor;
  onHost(...inputs: Array<HostTensor>): HostTensor;
}
