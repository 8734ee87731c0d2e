import type { DataId, Tensor } from "@tensorflow/tfjs-core";
import { readsArgument } from "../../args/check-args.js";
import { tfjs } from "../../imports/backend-tfjs.js";
import { showValue } from "../../imports/core.js";
import { isVariable } from "../../tensors.js";
import { cannotCompile } from "../cannot-compile.js";
import type { FrozenTensor } from "../traced-function.js";
import type { StandIns } from "./stand-ins.js";

/** The tensors from outside that traced functions read, in the order of first use. */
export interface Outside {
  readonly tensors: ReadonlyArray<Tensor>;
  readonly frozen: ReadonlyArray<FrozenTensor>;
  /**
   * The index of a tensor, or of the argument that it stands for.
   *
   * @throws CompilationError if it is disposed, does not hold real numbers, or is an argument that was not read as one.
   */
  indexOf(tensor: Tensor): number;
  /** The values of one, read at once; they are frozen. */
  valuesOf(index: number): Float32Array | Float64Array;
}

/**
 * @param horizon Tensors with a smaller id existed before tracing. Others are handles of buffers that were read before:
 * gradients hold what they save in this way.
 * @param standIns Those of the further arguments; they existed before, too.
 */
export function outsideTensors(horizon: number, standIns: StandIns): Outside {
  const tensors: Array<Tensor> = [];
  const frozen = new Map<number, FrozenTensor>();
  const byId = new Map<number, number>();
  const byBuffer = new Map<DataId, number>();
  return {
    tensors,
    get frozen() {
      return [...frozen.values()];
    },
    indexOf(tensor) {
      const known = byId.get(tensor.id);
      if (known !== undefined) return known;
      const handle =
        tensor.id < horizon || isVariable(tensor) ? undefined : byBuffer.get(tensor.dataId);
      if (handle !== undefined) return handle;
      const original = originalOf(tensor);
      check(original);
      const index = tensors.push(original) - 1;
      byId.set(tensor.id, index);
      byBuffer.set(tensor.dataId, index);
      return index;
    },
    valuesOf(index) {
      let entry = frozen.get(index);
      if (entry === undefined) {
        const tensor = tensors[index] as Tensor;
        entry = { tensor, values: tfjs.toHostSync(tensor) };
        frozen.set(index, entry);
      }
      return entry.values;
    },
  };

  function originalOf(tensor: Tensor): Tensor {
    const original = standIns.originalOf(tensor);
    const name = standIns.nameOf(tensor);
    if (original === undefined && name !== undefined) throw readsArgument(name);
    return original ?? tensor;
  }
}

function check(tensor: Tensor): void {
  const { dtype } = tensor;
  if (tensor.isDisposed) {
    throw cannotCompile("is disposed", "Keep it with tf.keep, or create it outside of tf.tidy.", {
      argument: "A tensor that the function captured",
      value: tensor,
    });
  }
  if (dtype === "float32" || dtype === "int32" || dtype === "bool") return;
  throw cannotCompile(
    `must hold real numbers to be compiled, but is ${showValue(tensor)}`,
    dtype === "complex64"
      ? "Capture real and imaginary parts, tf.real(z) and tf.imag(z)."
      : "Capture numbers.",
    { argument: "A tensor that the function captured" },
  );
}
