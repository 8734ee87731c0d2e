import { engine, type Tensor } from "@tensorflow/tfjs-core";
import { share } from "../tfjs-internals/share.js";

/** Handles of the same buffers that no scope frees; none where one of the tensors is gone, which throws. */
export function keepHandles(tensors: ReadonlyArray<Tensor>): Array<Tensor> {
  const handles: Array<Tensor> = [];
  try {
    for (const tensor of tensors) handles.push(engine().keep(share(tensor)));
    return handles;
  } catch (error) {
    disposeAll(handles);
    throw error;
  }
}

/** Frees tensors. */
export function disposeAll(tensors: ReadonlyArray<Tensor>): void {
  for (const tensor of tensors) tensor.dispose();
}
