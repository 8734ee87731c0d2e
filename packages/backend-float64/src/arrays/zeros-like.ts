import type { State } from "@symplectic-adjoint/core";
import { type FloatArray, newLike } from "./float-array.js";

/** New arrays of zeros, of the lengths of those of `state`. */
export function zerosLike<F extends FloatArray>(state: State<F>): Array<F> {
  if (state.length === 1) return [zeros(state[0] as F)];
  const made: Array<F> = [];
  for (let leaf = 0; leaf < state.length; leaf++) made.push(zeros(state[leaf] as F));
  return made;
}

function zeros<F extends FloatArray>(like: F): F {
  return newLike(like, like.length);
}
