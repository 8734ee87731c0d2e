import { Lanes } from "@symplectic-adjoint/assembly/functions/lanes";

abstract class Relu {
  /** The maximum of WebAssembly propagates NaN. */
  @inline static of(x: v128): v128 {
    return f32x4.max(x, f32x4.splat(0));
  }

  @inline static grad(dy: v128, x: v128): v128 {
    return v128.and(dy, f32x4.gt(x, f32x4.splat(0)));
  }
}

/** out = max(x, 0), for `count` numbers. */
export function relu(x: usize, out: usize, count: i32): void {
  const bytes = (<usize>count) << 2;
  for (let i: usize = 0; i < bytes; i += 16) {
    const rest = bytes - i;
    Lanes.put(out + i, Relu.of(Lanes.take(x + i, rest)), rest);
  }
}

/** out = dy where x > 0, else 0. */
export function reluGrad(dy: usize, x: usize, out: usize, count: i32): void {
  const bytes = (<usize>count) << 2;
  for (let i: usize = 0; i < bytes; i += 16) {
    const rest = bytes - i;
    Lanes.put(out + i, Relu.grad(Lanes.take(dy + i, rest), Lanes.take(x + i, rest)), rest);
  }
}
