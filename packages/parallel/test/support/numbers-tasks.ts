import { setTimeout as delay } from "node:timers/promises";
import { defineTasks } from "@symplectic-adjoint/parallel";

/** Tasks that the suite of every pool runs. */
export const tasks = defineTasks(
  {
    echo: (input) => input,
    withParameters: (input: number, parameters: { factor: Float64Array }) =>
      input * (parameters.factor[0] as number),
    change: (input: Float64Array, parameters: Float64Array) => {
      const sum = (input[0] as number) + (parameters[0] as number);
      input[0] = 100;
      parameters[0] = 100;
      return sum;
    },
    fail: () => {
      throw new RangeError("the loss is not finite.");
    },
    failOn: (input: { n: number; bad: number }) => {
      if (input.n === input.bad) throw new Error(`member ${input.n} is bad`);
      return input.n * 2;
    },
    wait: async (milliseconds: number) => {
      await delay(milliseconds);
      return milliseconds;
    },
    refuse: () => (() => 1) as unknown as number,
    squares: (samples: ReadonlyArray<Float64Array>, w: Float64Array) => {
      const gradients = new Float64Array(w.length);
      let loss = 0;
      for (const x of samples) {
        let sum = 0;
        for (let i = 0; i < w.length; i++) sum += (x[i] as number) * (w[i] as number);
        loss += sum * sum;
        for (let i = 0; i < w.length; i++)
          gradients[i] = (gradients[i] as number) + 2 * sum * (x[i] as number);
      }
      return { loss, gradients };
    },
    exit: () => process.exit(3),
  },
  { version: "1" },
);
