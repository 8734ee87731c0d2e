import {
  engine,
  type NamedAttrMap,
  type NamedTensorMap,
  type Tensor,
  type TensorInfo,
} from "@tensorflow/tfjs-core";
import { scoped } from "../tfjs-internals/scoped.js";
import { withEngineMethods } from "../tfjs-internals/with-engine-methods.js";
import { withTape } from "../tfjs-internals/with-tape.js";

/** The expression that a tensor represents: `Multiply(dy, Sub([1], Square(output)))`. */
export type ExpressionOf = (tensor: Tensor) => string;

/** Creates a tensor that represents a name. */
export type NamedTensor = (name: string, shape: ReadonlyArray<number>) => Tensor;

type Attrs = Readonly<Record<string, unknown>>;

/**
 * Runs operations symbolically: no kernel is run, and every tensor represents an expression. Copies, casts to float32,
 * and reshaping to the same shape do not count as operations.
 *
 * @throws Error if a value is read, or a kernel has several outputs.
 */
export function traceSymbolically<T>(
  body: (expressionOf: ExpressionOf, named: NamedTensor) => T,
): T {
  const { makeTensor, makeTensorFromTensorInfo } = engine();
  const expressions = new WeakMap<object, string>();
  const make: typeof makeTensor = (...values) => makeTensor.call(engine(), ...values);
  const expressionOf = (tensor: TensorInfo): string => expressions.get(tensor) ?? "?";
  const named: NamedTensor = (name, shape) => {
    const tensor = make(new Float32Array(shape.reduce((n, m) => n * m, 1)), [...shape], "float32");
    expressions.set(tensor, name);
    return tensor;
  };
  const methods = {
    makeTensor: (...[values, shape, dtype, backend]: Parameters<typeof makeTensor>): Tensor => {
      const tensor = make(values, shape, dtype, backend);
      expressions.set(tensor, `[${Array.from(values as ArrayLike<number>).join(" ")}]`);
      return tensor;
    },
    // Another handle of the same buffer.
    makeTensorFromTensorInfo: (info: TensorInfo): Tensor => {
      const tensor = makeTensorFromTensorInfo.call(engine(), info);
      expressions.set(tensor, expressionOf(info));
      return tensor;
    },
    runKernel: (kernelName: string, inputs: NamedTensorMap, attrs: NamedAttrMap = {}): Tensor => {
      const operands = Object.values(inputs);
      const shape = shapeOf(kernelName, operands, attrs);
      if (isCopy(kernelName, operands, attrs, shape)) {
        return named(expressionOf(operands[0] as Tensor), shape);
      }
      const parts = operands.map(expressionOf);
      if (Object.keys(attrs).length > 0) parts.push(JSON.stringify(attrs));
      return named(`${kernelName}(${parts.join(", ")})`, shape);
    },
    readSync: refuse,
    read: refuse,
  };
  let result: T | undefined;
  withTape(null, () =>
    scoped(() => {
      result = withEngineMethods(methods, () => body(expressionOf, named));
      return [];
    }),
  );
  return result as T;
}

function refuse(): never {
  throw new Error("A gradient depends on values.");
}

function isCopy(
  kernelName: string,
  [x]: ReadonlyArray<Tensor>,
  attrs: Attrs,
  shape: ReadonlyArray<number>,
): boolean {
  if (kernelName === "Identity") return true;
  if (kernelName === "Cast") return attrs.dtype === "float32";
  return kernelName === "Reshape" && String(x?.shape) === String(shape);
}

/** The shape of a kernel's output: a gradient may branch on shapes. */
function shapeOf(kernelName: string, operands: ReadonlyArray<Tensor>, attrs: Attrs): Array<number> {
  const [a, b] = operands.map(({ shape }) => shape) as [Array<number>, Array<number>?];
  if (kernelName === "Reshape") return attrs.shape as Array<number>;
  if (kernelName === "Transpose") return (attrs.perm as Array<number>).map((i) => a[i] ?? 1);
  if (kernelName === "Sum") return a.filter((_, i) => !(attrs.axis as Array<number>).includes(i));
  if (kernelName === "BatchMatMul") {
    const { transposeA, transposeB } = attrs;
    return [a[transposeA ? 1 : 0] ?? 1, b?.[transposeB ? 0 : 1] ?? 1];
  }
  if (b === undefined) return a;
  const [long, short] = a.length < b.length ? [b, a] : [a, b];
  const added = long.length - short.length;
  return long.map((size, i) => Math.max(size, short[i - added] ?? 1));
}
