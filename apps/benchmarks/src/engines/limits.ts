import type { NetworkKind } from "../cases/case-key.js";
import type { NamedSize } from "../cases/sizes.js";
import type { Limit } from "../report/verdict.js";

// All requirements on the library. Undefined: measured without a requirement.

/** f with its VJP, in evaluations of f. Each matrix product takes two more in the VJP. */
export function vjpLimit({ large }: NamedSize): Limit {
  return { atMost: large ? 3.5 : 4.5 };
}

/** f, relative to its three matrix products alone. */
export function productsLimit(engine: string, { name }: NamedSize): Limit | undefined {
  return engine === "wasm" && name === "1024x64x64" ? { atMost: 1.5 } : undefined;
}

/** How many times faster than TensorFlow.js alone. */
export function stockLimit(engine: string, { name }: NamedSize): Limit | undefined {
  return engine === "wasm" && name === "256x64x256" ? { atLeast: 10 } : undefined;
}

/** A whole gradient, relative to the cost of its evaluations and VJPs. */
export function gradientLimit({ name, large }: NamedSize): Limit | undefined {
  if (large) return { atMost: 1.1 };
  return name === "1x2x16" ? { atMost: 1.5 } : undefined;
}

/** Speedup of the arithmetic of a step over ordinary operations. */
export function stepLimit(engine: string, length: number): Limit | undefined {
  if (engine === "cpu") return { atLeast: 5 };
  if (engine === "wasm") return length >= 1e4 ? { atLeast: 4 } : undefined;
  return engine === "webgpu" ? { atLeast: 3 } : undefined;
}

/** Target relative to PyTorch: this library's time ÷ PyTorch's. */
export function torchAim(kind: NetworkKind, { name }: NamedSize): Limit | undefined {
  if (kind === "evaluation" || kind === "vjp") return { atMost: 1 };
  const small = name === "1x2x16" || name === "64x2x64";
  return small && (kind === "rk4" || kind === "dopri5") ? { atMost: 0.5 } : undefined;
}
