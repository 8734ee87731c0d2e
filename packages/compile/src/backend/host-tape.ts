import type { State, TapeEntry, UserTape } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { type AnyArray, HostArray } from "./host-array.js";

/** The tape of TensorFlow.js, for entries on arrays of the host backend. */
export function hostTape(tape: UserTape<Tensor>): UserTape<AnyArray> {
  return {
    isRecording: () => tape.isRecording(),
    suspended: (body) => tape.suspended(body),
    join: (entry) => tape.join(onTensors(entry)),
  };
}

function onTensors({ name, inputs, outputs, pullback, release }: TapeEntry<AnyArray>) {
  return {
    name,
    inputs: shown(inputs),
    outputs: shown(outputs),
    pullback: (cotangents: ReadonlyArray<Tensor | undefined>, wanted: ReadonlyArray<boolean>) =>
      pullback(cotangents, wanted).map((gradient) => gradient && show(gradient)),
    release,
  };
}

/** The tensors that users see. */
export function shown(state: State<AnyArray>): State<Tensor> {
  return state.map(show);
}

function show(array: AnyArray): Tensor {
  return array instanceof HostArray ? array.show() : array;
}
