import type { EngineOperations } from "@symplectic-adjoint/backend-tfjs";
import type { Tensor, TensorInfo } from "@tensorflow/tfjs-core";
import type { NativeOps } from "../native-ops.js";
import type { NodeBackend } from "../tfjs-node.js";

/** Maximum number of elements for measuring a leaf on the host: three reads instead of ten calls into libtensorflow. */
const WORTH_READING = 12_288;
/** Squares below this have lost precision in float32. */
const SMALLEST_SUM = 1e-30;

/**
 * The norm of a step's error, as a number, synchronously: see `Backend.errorNorm`. Small leaves are read and summed in
 * double precision, large ones are measured by libtensorflow in float32.
 */
export function nodeErrorNorm(ops: NativeOps, backend: NodeBackend): EngineOperations["errorNorm"] {
  const values = ({ dataId }: Tensor): ArrayLike<number> =>
    backend.readSync(dataId) as ArrayLike<number>;
  return (error, from, to, { rtol, atol }) => {
    let largest = 0;
    for (const [i, leaf] of error.entries()) {
      const [relative, absolute] = [rtol[i] as number, atol[i] as number];
      if (leaf.size === 0 || absolute === Number.POSITIVE_INFINITY) continue;
      const [start, end] = [from[i] as Tensor, to[i] as Tensor];
      const read = () => sumOfSquares(values(leaf), values(start), values(end), relative, absolute);
      let sum =
        leaf.size <= WORTH_READING
          ? read()
          : nativeSumOfSquares(ops, values, leaf, start, end, relative, absolute);
      // Squares that overflow or underflow in float32 do not in double precision.
      if (leaf.size > WORTH_READING && (sum === Number.POSITIVE_INFINITY || sum < SMALLEST_SUM))
        sum = read();
      const norm = Math.sqrt(sum / leaf.size);
      // Math.max propagates NaN and Infinity.
      largest = Math.max(largest, norm);
    }
    return largest;
  };
}

function sumOfSquares(
  error: ArrayLike<number>,
  from: ArrayLike<number>,
  to: ArrayLike<number>,
  rtol: number,
  atol: number,
): number {
  let sum = 0;
  for (let i = 0; i < error.length; i++) {
    const magnitude = Math.max(Math.abs(from[i] as number), Math.abs(to[i] as number));
    // An infinite state must not hide its error.
    if (magnitude === Number.POSITIVE_INFINITY) return Number.NaN;
    const quotient = (error[i] as number) / (atol + rtol * magnitude);
    sum += quotient * quotient;
  }
  return sum;
}

function nativeSumOfSquares(
  ops: NativeOps,
  values: (tensor: Tensor) => ArrayLike<number>,
  error: Tensor,
  from: Tensor,
  to: Tensor,
  rtol: number,
  atol: number,
): number {
  const made: Array<Tensor> = [];
  const run = (name: string, ...inputs: ReadonlyArray<TensorInfo>): Tensor => {
    const tensor = ops.run(name, inputs);
    made.push(tensor);
    return tensor;
  };
  const relative = ops.constant(Float32Array.of(rtol), []);
  const absolute = ops.constant(Float32Array.of(atol), []);
  try {
    const magnitude = run("Maximum", run("Abs", from), run("Abs", to));
    const scale = run("AddV2", run("Mul", magnitude, relative), absolute);
    // scale − scale is NaN if a state is not finite, otherwise 0.
    const alarm = run("Sub", scale, scale);
    const quotient = run("AddV2", run("Div", error, scale), alarm);
    // L2Loss is half the sum of squares.
    return 2 * (values(run("L2Loss", quotient))[0] as number);
  } finally {
    for (const tensor of made) tensor.dispose();
    ops.free(relative);
    ops.free(absolute);
  }
}
