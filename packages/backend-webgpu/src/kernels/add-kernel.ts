import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { Add, type TensorInfo } from "@tensorflow/tfjs-core";
import {
  componentsOf,
  type Elementwise,
  elementwiseProgram,
} from "../programs/elementwise-program.js";
import { integer, runProgram, sizeOf } from "../programs/run-program.js";
import { type EngineKernel, stockKernel } from "./engine-kernel.js";

const repeated: Elementwise = {
  name: "add_repeated",
  inputs: ["x", "row"],
  uniforms: "period : i32, ",
  body: "return V(x[index]) + V(row[index % uniforms.period]);",
};

/** A sum with a bias, an array broadcast along the leading axes of the other; other cases use the engine's kernel. */
export function addKernel(): EngineKernel {
  const stock = stockKernel(Add);
  return {
    kernelName: Add,
    kernelFunc: (call) => {
      const backend = call.backend as WebGPUBackend;
      const [a, b] = [call.inputs.a, call.inputs.b] as [TensorInfo, TensorInfo];
      if (!repeats(b, a) || backend.shouldExecuteOnCPU([a, b])) return stock(call);
      const components = componentsOf(sizeOf(b));
      const program = elementwiseProgram(repeated, sizeOf(a), components);
      const sum = runProgram(backend, program, [a, b], [integer(sizeOf(b) / components)]);
      return { ...sum, shape: a.shape };
    },
  };
}

/** Whether the axes of `row` are the last axes of `x`, and fewer. */
function repeats(row: TensorInfo, x: TensorInfo): boolean {
  const first = x.shape.length - row.shape.length;
  return (
    first > 0 &&
    x.dtype === "float32" &&
    row.dtype === "float32" &&
    sizeOf(x) > 0 &&
    row.shape.every((length, i) => length === x.shape[first + i])
  );
}
