import type { State } from "@symplectic-adjoint/core";
import { type Tensor, Variable } from "@tensorflow/tfjs-core";
import { lookup } from "../kernels/lookup.js";
import type { RecordedCall } from "./record-call.js";

/**
 * What an evaluation of f read of the world outside that may need a gradient: first the trainable variables, then the
 * float32 tensors that were there before (`id < horizon`) and are not its argument, both in order of first use.
 *
 * The latter matter: in `tf.grads((w) => odeint((t, y) => tf.mul(y, w), …))` w is no variable. They may be constants
 * too; no tape can tell, and a constant costs one unused product.
 */
export function tensorsRead(
  { tape, results }: RecordedCall,
  y: State<Tensor>,
  horizon: number,
): Array<Tensor> {
  const seen: Array<Tensor> = [];
  for (const { inputs } of tape) {
    for (const name in inputs) if (inputs[name] != null) seen.push(inputs[name]);
  }
  return tensorsAmong([...seen, ...results], y, horizon);
}

/** Those of some tensors that `tensorsRead` would name. */
export function tensorsAmong(
  tensors: Iterable<Tensor>,
  y: State<Tensor>,
  horizon: number,
): Array<Tensor> {
  const variables = new Set<Tensor>();
  const captured = new Set<Tensor>();
  const argument = lookup(y);
  for (const tensor of tensors) {
    if (tensor.dtype !== "float32") continue;
    if (tensor instanceof Variable) {
      if (tensor.trainable) variables.add(tensor);
    } else if (tensor.id < horizon && !argument.has(tensor)) captured.add(tensor);
  }
  return [...variables, ...captured];
}

/**
 * The tensors of any type that an evaluation of f took from outside, variables and its argument aside: what must be there
 * when it is evaluated again.
 */
export function tensorsCaptured(
  { tape, results }: RecordedCall,
  y: State<Tensor>,
  horizon: number,
): Array<Tensor> {
  const captured = new Set<Tensor>();
  const argument = lookup(y);
  const visit = (tensor: Tensor | null | undefined): void => {
    if (tensor == null || tensor instanceof Variable || tensor.id >= horizon) return;
    if (!argument.has(tensor)) captured.add(tensor);
  };
  for (const { inputs } of tape) for (const name in inputs) visit(inputs[name]);
  results.forEach(visit);
  return [...captured];
}
