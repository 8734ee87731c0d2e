import type { Tensor, TensorInfo } from "@tensorflow/tfjs-core";
import type { Attribute, NodeBackend } from "./tfjs-node.js";

/** Operations of TensorFlow itself, one call into libtensorflow each. */
export interface NativeOps {
  /** An op on float32 tensors whose only attribute is the type. */
  run(name: string, inputs: ReadonlyArray<TensorInfo>): Tensor;
  /** Tensors of one shape along a new first axis. */
  pack(rows: ReadonlyArray<TensorInfo>): Tensor;
  /** The sum of tensors of one shape. */
  addAll(terms: ReadonlyArray<TensorInfo>): Tensor;
  /** The sum over axes, passed as an int32 tensor: see {@link NativeOps.axes}. */
  sum(x: TensorInfo, axes: TensorInfo, keepDims: boolean): Tensor;
  /** A float32 constant as an input, unknown to TensorFlow.js; free it with {@link NativeOps.free}. */
  constant(values: Float32Array, shape: ReadonlyArray<number>): TensorInfo;
  /** Frees a constant. */
  free(constant: TensorInfo): void;
  /** A list of axes as an input, cached until {@link NativeOps.dispose}. */
  axes(list: ReadonlyArray<number>): TensorInfo;
  /** Frees the cached inputs. */
  dispose(): void;
}

/** The operations of one backend. Attributes are created once. */
export function nativeOps(backend: NodeBackend): NativeOps {
  const { TF_ATTR_INT, TF_ATTR_BOOL, TF_ATTR_TYPE, TF_FLOAT, TF_INT32 } = backend.binding;
  const float: Attribute = { name: "T", type: TF_ATTR_TYPE, value: TF_FLOAT };
  const integers: Attribute = { name: "Tidx", type: TF_ATTR_TYPE, value: TF_INT32 };
  const floatOnly = [float];
  const first: Attribute = { name: "axis", type: TF_ATTR_INT, value: 0 };
  const count = ({ length }: ReadonlyArray<unknown>): Attribute => ({
    name: "N",
    type: TF_ATTR_INT,
    value: length,
  });
  const reduction = (value: boolean): ReadonlyArray<Attribute> => [
    { name: "keep_dims", type: TF_ATTR_BOOL, value },
    float,
    integers,
  ];
  const [squeezed, keeping] = [reduction(false), reduction(true)];
  const constant = (
    values: Float32Array | Int32Array,
    shape: ReadonlyArray<number>,
    dtype: "float32" | "int32",
  ): TensorInfo => {
    const lengths = [...shape];
    return { dataId: backend.write(values, lengths, dtype), shape: lengths, dtype };
  };
  const free = ({ dataId }: TensorInfo): void => {
    backend.disposeData(dataId);
  };
  const kept = new Map<string, TensorInfo>();
  return {
    run: (name, inputs) => backend.executeSingleOutput(name, floatOnly, inputs),
    pack: (rows) => backend.executeSingleOutput("Pack", [count(rows), float, first], rows),
    addAll: (terms) => backend.executeSingleOutput("AddN", [count(terms), float], terms),
    sum: (x, axes, keepDims) =>
      backend.executeSingleOutput("Sum", keepDims ? keeping : squeezed, [x, axes]),
    constant: (values, shape) => constant(values, shape, "float32"),
    free,
    axes(list) {
      const key = list.join();
      const known = kept.get(key);
      if (known !== undefined) return known;
      const made = constant(Int32Array.from(list), [list.length], "int32");
      kept.set(key, made);
      return made;
    },
    dispose() {
      kept.forEach(free);
      kept.clear();
    },
  };
}
