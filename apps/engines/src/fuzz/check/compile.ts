import * as tf from "@tensorflow/tfjs";
import type { Program } from "../program/program.js";

/** A compiled program on tensors. */
export interface Compiled {
  readonly f: (t: number, y: never) => never;
  readonly start: never;
  /** In the order of the program's weights. */
  readonly parameters: ReadonlyArray<tf.Tensor>;
  /** Disposes of all its tensors. */
  dispose(): void;
}

/** Runs the source of a program, so that the printed source of a failing program is what failed. */
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
        // Variables, including those of layers, belong to no scope.
        tf.disposeVariables();
      },
    };
  } finally {
    tf.engine().endScope();
  }
}
