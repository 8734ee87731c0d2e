import {
  backend_util,
  Dilation2D,
  Dilation2DBackpropFilter,
  Dilation2DBackpropInput,
  type NamedAttrMap,
  type TensorInfo,
} from "@tensorflow/tfjs-core";
import { addressOf, type WasmModule } from "../module/wasm-module.js";
import { allocate } from "../operations/tensor-of.js";
import { areFloats, type WasmKernel, wasmKernel } from "./wasm-kernel.js";

type Shape4D = [number, number, number, number];
type Info = ReturnType<typeof backend_util.computeDilation2DInfo>;

/** Dilations and their gradients. TensorFlow.js' kernels start the maximum at the smallest positive number. */
export function dilationKernels(module: WasmModule): Array<WasmKernel> {
  const { dilation, dilationFilterGrad, dilationInputGrad } = module.exports;
  return [
    wasmKernel(module, Dilation2D, (stock) => (inputs, attrs) => {
      const { x, filter } = inputs as { x: TensorInfo; filter: TensorInfo };
      if (!areFloats(x, filter)) return stock(inputs, attrs);
      const info = infoOf(x, filter, attrs);
      const [xAt, filterAt] = [addressOf(module, x), addressOf(module, filter)];
      const out = allocate(module, info.outShape);
      dilation(xAt, filterAt, addressOf(module, out), sizesAt(module, info));
      return out;
    }),
    ...(
      [
        [Dilation2DBackpropInput, dilationInputGrad, "x"],
        [Dilation2DBackpropFilter, dilationFilterGrad, "filter"],
      ] as const
    ).map(([name, grad, of]) =>
      wasmKernel(module, name, (stock) => (inputs, attrs) => {
        const given = inputs as { x: TensorInfo; filter: TensorInfo; dy: TensorInfo };
        const { x, filter, dy } = given;
        if (!areFloats(x, filter, dy)) return stock(inputs, attrs);
        const at = [x, filter, dy].map((array) => addressOf(module, array));
        const out = allocate(module, given[of].shape);
        const sizes = sizesAt(module, infoOf(x, filter, attrs));
        grad(...(at as [number, number, number]), addressOf(module, out), sizes);
        return out;
      }),
    ),
  ];
}

function infoOf(
  x: TensorInfo,
  filter: TensorInfo,
  { strides, pad, dilations }: NamedAttrMap,
): Info {
  return backend_util.computeDilation2DInfo(
    x.shape as Shape4D,
    filter.shape as [number, number, number],
    strides as [number, number],
    pad as "same",
    "NHWC",
    dilations as [number, number],
  );
}

/**
 * Their addresses, in the order of `Dilation` in assembly/kernels/dilation.ts. Call it after anything that may
 * allocate.
 */
function sizesAt({ arena }: WasmModule, d: Info): number {
  const sizes = [
    ...[d.batchSize, d.inChannels],
    ...[d.inHeight, d.inWidth],
    ...[d.outHeight, d.outWidth],
    ...[d.filterHeight, d.filterWidth],
    ...[d.strideHeight, d.strideWidth],
    ...[d.dilationHeight, d.dilationWidth],
    ...[d.padInfo.top, d.padInfo.left],
  ];
  arena.reserve(sizes.length);
  arena.addresses.set(sizes);
  return arena.addressesAt;
}
