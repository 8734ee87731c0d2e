import { type HostTensor, sum } from "./host-tensor.js";

/** A function of tensors on the host. */
export type HostFunction = (inputs: ReadonlyArray<HostTensor>) => HostTensor;

/**
 * The gradient of Σ cotangent ∘ f(inputs) for every input, by central differences: with h = 1e-5 their error is about
 * 1e-10 in double precision, hundreds of times below that of float32.
 */
export function numericGradient(
  f: HostFunction,
  inputs: ReadonlyArray<HostTensor>,
  cotangent: HostTensor,
): Array<Float64Array> {
  const h = 1e-5;
  const loss = (changed: ReadonlyArray<HostTensor>): number => {
    const { values } = f(changed);
    return sum(values.length, (i) => (values[i] as number) * (cotangent.values[i] as number));
  };
  return inputs.map((input, k) =>
    input.values.map((value, i) => {
      const moved = (by: number): number => {
        const values = input.values.slice();
        values[i] = value + by;
        return loss(inputs.map((other, j) => (j === k ? { ...input, values } : other)));
      };
      return (moved(h) - moved(-h)) / (2 * h);
    }),
  );
}
