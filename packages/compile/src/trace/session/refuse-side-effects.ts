import { Tensor, Variable } from "../../imports/tfjs-core.js";
import { cannotCompile } from "../cannot-compile.js";
import { readsValues } from "./trace-errors.js";
import { withMethod } from "./with-method.js";

/** Methods that read values, and asynchronous ones that call these: an error in them would come too late. */
const READS = ["array", "buffer", "bytes", "data", "dataSync", "dataToGPU"] as const;

/**
 * Runs `body`, which traces a function, with errors for what a program made once cannot repeat: reading values of tensors
 * (at once, not when a promise is awaited), assigning to variables, drawing random numbers.
 *
 * @param mayRead Whether values of a tensor may be read: those of constants, and whatever is read for tracing itself.
 */
export function refuseSideEffects<T>(mayRead: (tensor: Tensor) => boolean, body: () => T): T {
  type Read = (this: Tensor, ...args: Array<unknown>) => unknown;
  const checked = (before: Read): Read =>
    function (this: Tensor, ...args) {
      if (!mayRead(this)) throw readsValues();
      return before.apply(this, args);
    };
  const refusing = READS.reduce(
    (run, name) => () => withMethod(Tensor.prototype, name, checked, run),
    () => withMethod(Variable.prototype, "assign", () => refuseAssignment, body),
  );
  return withMethod(Math, "random", () => draws, refusing);
}

/** `assign` while a function is traced. @throws CompilationError always. */
export function refuseAssignment(this: Tensor): never {
  throw cannotCompile(
    "assigns to a variable, which a compiled function would do only once",
    "Assign between solves; layers that do it, such as batch normalization, must not be in training mode.",
    { value: this },
  );
}

function draws(): never {
  throw cannotCompile(
    "draws random numbers, which a compiled function would do only once",
    "Draw once before the solve, and use the result in it: const mask = tf.dropout(tf.ones(shape), 0.1); or pass the operation a seed, a different one for each solve.",
  );
}
