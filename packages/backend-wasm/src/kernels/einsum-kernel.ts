import {
  BatchMatMul,
  backend_util,
  Einsum,
  getKernel,
  Sum,
  type TensorInfo,
  Transpose,
  util,
} from "@tensorflow/tfjs-core";
import type { WasmModule } from "../module/wasm-module.js";
import { share } from "./identity-kernel.js";
import { areFloats, type WasmKernel, wasmKernel } from "./wasm-kernel.js";

/** An array with named axes: the names are numbers, of which the first, in order, are those of the result. */
interface Term {
  readonly x: TensorInfo;
  readonly axes: ReadonlyArray<number>;
}

/**
 * Sums of products over named axes of one or two float32 arrays, as one matrix product. TensorFlow.js has no einsum on
 * wasm, and no gradient of it on any engine.
 */
export function einsumKernel(module: WasmModule): WasmKernel {
  return wasmKernel(module, Einsum, (stock) => (inputs, attrs) => {
    const arrays = inputs as unknown as ReadonlyArray<TensorInfo>;
    if (!areFloats(...arrays)) return stock(inputs, attrs);
    const equation = attrs.equation as string;
    const { allDims, summedDims, idDims } = backend_util.decodeEinsumEquation(
      equation,
      arrays.length,
    );
    backend_util.checkEinsumDimSizes(allDims.length, idDims, arrays as never);
    const wanted = allDims.map((_, i) => i).slice(0, allDims.length - summedDims.length);
    const terms = arrays.map((x, i): Term => ({ x, axes: idDims[i] as Array<number> }));
    const [a, b] = terms as unknown as readonly [Term, Term?];
    return disposing(module, (keep) => {
      const whole = b === undefined ? reduced(keep, a, wanted) : contracted(keep, a, b, wanted);
      return arranged(keep, whole, wanted);
    });
  });
}

/** Runs a kernel and registers its result for disposal; or registers another handle of a buffer with a new shape. */
interface Keep {
  run(name: string, inputs: Record<string, TensorInfo>, attrs: object): TensorInfo;
  reshape(x: TensorInfo, shape: ReadonlyArray<number>): TensorInfo;
}

/** Returns the result of `body`, which must be new, and frees everything else that it creates. */
function disposing(module: WasmModule, body: (keep: Keep) => TensorInfo): TensorInfo {
  const { backend } = module;
  const made: Array<TensorInfo> = [];
  const remembered = (x: TensorInfo): TensorInfo => {
    made.push(x);
    return x;
  };
  let result: TensorInfo | undefined;
  try {
    result = body({
      run: (name, inputs, attrs) => {
        const call = { inputs, attrs: attrs as never, backend };
        return remembered(getKernel(name, "wasm").kernelFunc(call) as TensorInfo);
      },
      reshape: (x, shape) => remembered(share(module, x, shape)),
    });
    return result;
  } finally {
    for (const x of made) if (x !== result) backend.disposeData(x.dataId);
  }
}

/** Sums over the axes that are not among these. */
function reduced({ run }: Keep, { x, axes }: Term, kept: ReadonlyArray<number>): Term {
  const over = axes.flatMap((axis, i) => (kept.includes(axis) ? [] : [i]));
  if (over.length === 0) return { x, axes };
  const sum = run(Sum, { x }, { axis: over, keepDims: false });
  return { x: sum, axes: axes.filter((axis) => kept.includes(axis)) };
}

/** A new array with the axes in this order. */
function arranged({ run }: Keep, { x, axes }: Term, order: ReadonlyArray<number>): TensorInfo {
  return run(Transpose, { x }, { perm: order.map((axis) => axes.indexOf(axis)) });
}

/** The product, summed over the axes that both arrays have and the result does not. */
function contracted(keep: Keep, first: Term, second: Term, wanted: ReadonlyArray<number>): Term {
  const a = reduced(keep, first, [...wanted, ...second.axes]);
  const b = reduced(keep, second, [...wanted, ...first.axes]);
  const common = a.axes.filter((axis) => b.axes.includes(axis));
  const batch = common.filter((axis) => wanted.includes(axis));
  const summed = common.filter((axis) => !wanted.includes(axis));
  const rows = a.axes.filter((axis) => !common.includes(axis));
  const columns = b.axes.filter((axis) => !common.includes(axis));
  const sizes = (axes: ReadonlyArray<number>): Array<number> =>
    axes.map(
      (axis) => (a.x.shape[a.axes.indexOf(axis)] ?? b.x.shape[b.axes.indexOf(axis)]) as number,
    );
  const size = (axes: ReadonlyArray<number>): number => util.sizeFromShape(sizes(axes));
  const matrices = (term: Term, outer: ReadonlyArray<number>, inner: ReadonlyArray<number>) => {
    const x = arranged(keep, term, [...batch, ...outer, ...inner]);
    return keep.reshape(x, [size(batch), size(outer), size(inner)]);
  };
  const inputs = { a: matrices(a, rows, summed), b: matrices(b, summed, columns) };
  const product = keep.run(BatchMatMul, inputs, { transposeA: false, transposeB: false });
  const axes = [...batch, ...rows, ...columns];
  return { x: keep.reshape(product, sizes(axes)), axes };
}
