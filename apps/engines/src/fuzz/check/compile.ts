import * as tf from "@tensorflow/tfjs";
import type { Program } from "../program/program.js";

/** A program made of tensors. */
export interface Compiled {
  readonly f: (t: number, y: never) => never;
  readonly start: never;
  /** In the order of the program's weights. */
  readonly parameters: ReadonlyArray<tf.Tensor>;
  /** Disposes of everything that was made. */
  dispose(): void;
}

/** Runs a program's source: what is printed of a failing program is what failed. */
export function compile({ source, weights }: Program): Compiled {
  const references = weights.map(({ reference }) => reference).join(", ");
  const run = new Function("tf", `${source}\nreturn { f, start, parameters: [${references}] };`);
  const made: Array<tf.Tensor> = [];
  tf.engine().startScope();
  try {
    const compiled = run(tf) as Omit<Compiled, "dispose">;
    made.push(...(tf.engine().state.activeScope?.track ?? []).map((tensor) => tf.keep(tensor)));
    return {
      ...compiled,
      dispose: () => {
        tf.dispose(made);
        // Variables, those of layers among them, belong to no scope.
        tf.disposeVariables();
      },
    };
  } finally {
    tf.engine().endScope();
  }
}
