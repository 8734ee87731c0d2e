import { CompilationError } from "@symplectic-adjoint/core";
import { Tensor, Variable } from "@tensorflow/tfjs-core";
import { readsValues } from "./trace-errors.js";

type Method = (this: Tensor, ...args: Array<unknown>) => unknown;

/** Methods that read values, and asynchronous ones that call these: an error in them would come too late. */
const READS = ["array", "buffer", "bytes", "data", "dataSync", "dataToGPU"] as const;

/**
 * Runs `body`, which traces a function, with errors for what a program made once cannot repeat: reading values of tensors
 * (at once, not when a promise is awaited), assigning to variables, drawing random numbers.
 *
 * @param mayRead Whether values of a tensor may be read: those of constants, and whatever is read for tracing itself.
 */
export function refuseSideEffects<T>(mayRead: (tensor: Tensor) => boolean, body: () => T): T {
  const restore: Array<() => void> = [];
  const shadow = <K extends string>(
    target: object,
    name: K,
    replace: (before: Method) => Method,
  ) => {
    const methods = target as Record<K, Method>;
    const before = methods[name];
    methods[name] = replace(before);
    restore.push(() => {
      methods[name] = before;
    });
  };
  try {
    for (const name of READS) {
      shadow(
        Tensor.prototype,
        name,
        (before) =>
          function (this: Tensor, ...args) {
            if (!mayRead(this)) throw readsValues();
            return before.apply(this, args);
          },
      );
    }
    shadow(Variable.prototype, "assign", () => refuseAssignment);
    shadow(Math, "random", () => draws);
    return body();
  } finally {
    for (const undo of restore.reverse()) undo();
  }
}

/** `assign` while a function is traced. @throws CompilationError always. */
export function refuseAssignment(this: Tensor): never {
  throw new CompilationError({
    argument: "The function",
    value: this,
    problem: "assigns to a variable, which a compiled function would do only once",
    remedy:
      "Assign between solves; layers that do it, such as batch normalization, must not be in training mode.",
  });
}

function draws(): never {
  throw new CompilationError({
    argument: "The function",
    problem: "draws random numbers, which a compiled function would do only once",
    remedy:
      "Draw once before the solve, and use the result in it: const mask = tf.dropout(tf.ones(shape), 0.1); or pass the operation a seed, a different one for each solve.",
  });
}
