import type { State } from "@symplectic-adjoint/core";

/** New arrays of zeros, of the lengths of those of `state`. */
export function zerosLike(state: State<Float64Array>): Array<Float64Array> {
  if (state.length === 1) return [new Float64Array((state[0] as Float64Array).length)];
  const zeros: Array<Float64Array> = [];
  for (let leaf = 0; leaf < state.length; leaf++)
    zeros.push(new Float64Array((state[leaf] as Float64Array).length));
  return zeros;
}
