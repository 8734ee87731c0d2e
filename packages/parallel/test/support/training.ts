import { type Pool, parallelGradients } from "@symplectic-adjoint/parallel";

/** A training run, whose curve is compared bit by bit. */
export interface Training {
  readonly task: string;
  /** The task of a step, if it is another one with the same result. */
  readonly taskOf?: ((step: number) => string) | undefined;
  readonly steps: number;
  /** Called before each step. */
  readonly onStep?: ((step: number) => unknown) | undefined;
}

export const HIDDEN = 4;
/** Weights 2 × h, bias h, weights h × 2, bias 2. */
export const SIZES: ReadonlyArray<number> = [2 * HIDDEN, HIDDEN, 2 * HIDDEN, 2];

/** Parameters of the float64 model or the values of the float32 one, from a fixed seed. */
function initial(make: (values: Array<number>) => Float64Array | Float32Array) {
  let seed = 1;
  const next = () => {
    seed = (seed * 16807) % 2147483647;
    return seed / 2147483647 - 0.5;
  };
  return SIZES.map((size) => make(Array.from({ length: size }, next)));
}

/** Initial values on a circle; the targets are the same points turned by a third of a radian. */
const batch = Array.from({ length: 12 }, (_, i) => {
  const at = (angle: number) => [Math.cos(angle), Math.sin(angle)];
  return { y0: Float64Array.from(at(i / 2)), target: Float64Array.from(at(i / 2 + 1 / 3)) };
});

/** Trains by gradient descent with momentum. Returns losses and final parameters, as hexadecimal bytes. */
export async function train(
  pool: Pool,
  { task, taskOf, steps, onStep }: Training,
): Promise<string> {
  const precise = task === "float64";
  const parameters = initial((values) =>
    precise ? Float64Array.from(values) : Float32Array.from(values),
  );
  const velocity = parameters.map((array) => new Float64Array(array.length));
  const losses: Array<number> = [];
  for (let step = 0; step < steps; step++) {
    await onStep?.(step);
    const { loss, gradients } = await parallelGradients<ReadonlyArray<Float64Array | Float32Array>>(
      taskOf?.(step) ?? task,
      batch,
      { pool, parameters, shards: 4, reduction: "mean" },
    );
    losses.push(loss);
    parameters.forEach((array, p) => {
      const v = velocity[p] as Float64Array;
      const g = gradients[p] as Float64Array;
      for (let i = 0; i < array.length; i++) {
        v[i] = 0.9 * (v[i] as number) + (g[i] as number);
        array[i] = (array[i] as number) - 0.05 * (v[i] as number);
      }
    });
  }
  return [Float64Array.from(losses), ...parameters]
    .map(({ buffer }) => Buffer.from(buffer as ArrayBuffer).toString("hex"))
    .join(" ");
}

/** The losses of a curve that `train` returned. */
export function lossesOf(curve: string): Float64Array {
  const bytes = Buffer.from(curve.split(" ")[0] as string, "hex");
  return new Float64Array(Uint8Array.from(bytes).buffer);
}
