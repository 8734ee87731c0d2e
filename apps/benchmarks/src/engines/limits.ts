import type { NetworkKind } from "../cases/case-key.js";
import type { NamedSize } from "../cases/sizes.js";
import type { Limit } from "../report/verdict.js";

// What is required of the library, in one place. Undefined: measured, but nothing is required.

/** f with its VJP, in evaluations of f. A product with a matrix costs two more in the VJP. */
export function vjpLimit({ large }: NamedSize): Limit {
  return { atMost: large ? 3.5 : 4.5 };
}

/** f in its three bare products of matrices. */
export function productsLimit(engine: string, { name }: NamedSize): Limit | undefined {
  return engine === "wasm" && name === "1024x64x64" ? { atMost: 1.5 } : undefined;
}

/** How many times faster than TensorFlow.js alone. */
export function stockLimit(engine: string, { name }: NamedSize): Limit | undefined {
  return engine === "wasm" && name === "256x64x256" ? { atLeast: 10 } : undefined;
}

/** A whole gradient, in the evaluations and VJPs that it counts. */
export function gradientLimit({ name, large }: NamedSize): Limit | undefined {
  if (large) return { atMost: 1.1 };
  return name === "1x2x16" ? { atMost: 1.5 } : undefined;
}

/** How many times faster than ordinary operations a step's own arithmetic is. */
export function stepLimit(engine: string, length: number): Limit | undefined {
  if (engine === "cpu") return { atLeast: 5 };
  if (engine === "wasm") return length >= 1e4 ? { atLeast: 4 } : undefined;
  return engine === "webgpu" ? { atLeast: 3 } : undefined;
}

/** What is aimed at next to PyTorch: our time over its. */
export function torchAim(kind: NetworkKind, { name }: NamedSize): Limit | undefined {
  if (kind === "evaluation" || kind === "vjp") return { atMost: 1 };
  const small = name === "1x2x16" || name === "64x2x64";
  return small && (kind === "rk4" || kind === "dopri5") ? { atMost: 0.5 } : undefined;
}
