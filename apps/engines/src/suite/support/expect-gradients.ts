import type { Tensor } from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import type { HostTensor } from "../host/host-tensor.js";
import type { Expected } from "../problems/expected-gradients.js";
import { type Closeness, expectClose } from "./expect-close.js";

/** The results to compare; undefined ones are not compared. */
export interface Found {
  readonly ys?: ReadonlyArray<Tensor>;
  readonly y0?: ReadonlyArray<Tensor>;
  readonly parameters?: ReadonlyArray<Tensor>;
}

/** Expects outputs and gradients to be close to those in double precision, array by array. */
export async function expectGradients(
  found: Found,
  expected: Expected,
  closeness: Closeness,
): Promise<void> {
  const parts: ReadonlyArray<readonly [keyof Found, string]> = [
    ["ys", "the outputs"],
    ["y0", "the gradient for the initial state"],
    ["parameters", "the gradient for the parameters"],
  ];
  for (const [part, what] of parts) {
    const tensors = found[part];
    if (tensors === undefined) continue;
    expect(tensors, what).toHaveLength(expected[part].length);
    for (const [i, tensor] of tensors.entries()) {
      const { values } = expected[part][i] as HostTensor;
      await expectClose(tensor, values, closeness, `${what}, array ${i},`);
    }
  }
}
