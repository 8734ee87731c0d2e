import type { DataType } from "@tensorflow/tfjs-core";
import { unsupportedCase } from "../unsupported.js";
import { float, type Kernel, type KernelCall, type Kernels, type Traced } from "./kernel.js";

function cast({ g, input, attrs }: KernelCall): Traced {
  const { node: x, dtype: from } = input("x");
  const dtype = attrs.dtype as DataType;
  if (dtype === "bool") return { node: from === "bool" ? x : g.notEqual(x, g.constant(0)), dtype };
  if (dtype === "int32") return { node: from === "float32" ? g.truncate(x) : x, dtype };
  if (dtype === "float32") return float(x);
  throw unsupportedCase("Cast", `to ${dtype}`);
}

const like =
  (value: number): Kernel =>
  ({ g, input }) => {
    const { node, dtype } = input("x");
    return { node: g.constant(value, g.shape(node)), dtype };
  };

/** Kernels that make tensors, and convert them. */
export const creations: Kernels = {
  Cast: cast,
  OnesLike: like(1),
  ZerosLike: like(0),
  Fill: ({ g, attrs }) => {
    const { shape, value, dtype = "float32" } = attrs as Readonly<Record<string, unknown>>;
    if (typeof value === "string") throw unsupportedCase("Fill", "with strings");
    return { node: g.constant(Number(value), shape as Array<number>), dtype: dtype as DataType };
  },
};
