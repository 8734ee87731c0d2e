import type { TensorInfo } from "@tensorflow/tfjs-core";
import { addressOf, type WasmModule } from "../module/wasm-module.js";
import { allocate } from "../operations/tensor-of.js";

/** The matrices of the last two axes, transposed, as a new array. */
export function transposed(module: WasmModule, x: TensorInfo): TensorInfo {
  const [rows, columns] = x.shape.slice(-2) as [number, number];
  const outer = x.shape.slice(0, -2);
  const from = addressOf(module, x);
  const out = allocate(module, [...outer, columns, rows]);
  const to = addressOf(module, out);
  const bytes = 4 * rows * columns;
  const count = outer.reduce((product, size) => product * size, 1);
  for (let i = 0; i < count; i++) {
    module.exports.transpose(
      from + i * bytes,
      to + i * bytes,
      rows,
      columns,
      4 * columns,
      4 * rows,
    );
  }
  return out;
}
