import { type EngineOperations, tensorOperations } from "@symplectic-adjoint/backend-tfjs";
import type { State } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { addressOf, type WasmModule } from "../module/wasm-module.js";
import { disposeAll } from "./dispose-all.js";
import { allocate, tensorOf } from "./tensor-of.js";

/**
 * base + scale · Σ_j weights_j · terms_j, leaf by leaf, as new tensors: one pass over the memory for each leaf, for any
 * number of terms. The coefficients scale · weights_j are computed in double precision and rounded once; the sum is in
 * float32, from the first term to the last.
 */
export function linearCombination(module: WasmModule): EngineOperations["linearCombination"] {
  const { arena } = module;
  const addresses: Array<number> = [];
  return (base, scale, weights, terms) => {
    const used: Array<State<Tensor>> = [];
    // The maximum count, so that the arena does not move while it is filled.
    arena.reserve(weights.length + 1);
    if (base !== undefined) arena.numbers[used.push(base) - 1] = 1;
    for (let j = 0; j < weights.length; j++) {
      const weight = weights[j] as number;
      if (weight !== 0) arena.numbers[used.push(terms[j] as State<Tensor>) - 1] = scale * weight;
    }
    const [first] = used;
    if (first === undefined) {
      return tensorOperations.linearCombination(base, scale, weights, terms);
    }
    const sums: Array<Tensor> = [];
    try {
      for (let leaf = 0; leaf < first.length; leaf++) {
        // Before the output is allocated, because it would leak if taking an address failed.
        for (let j = 0; j < used.length; j++) {
          addresses[j] = addressOf(module, (used[j] as State<Tensor>)[leaf] as Tensor);
        }
        const { shape, size } = first[leaf] as Tensor;
        const out = allocate(module, shape);
        arena.reserve(used.length);
        for (let j = 0; j < used.length; j++) arena.addresses[j] = addresses[j] as number;
        const at = addressOf(module, out);
        module.exports.linearCombination(at, arena.addressesAt, arena.numbersAt, used.length, size);
        sums.push(tensorOf(module, out));
      }
    } catch (error) {
      disposeAll(sums);
      throw error;
    }
    return sums;
  };
}
