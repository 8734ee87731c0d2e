import type { State } from "@symplectic-adjoint/core";
import { type Tensor, Variable } from "@tensorflow/tfjs-core";
import { membership } from "../kernels/membership.js";
import type { RecordedCall } from "./record-call.js";

/**
 * External tensors read by an evaluation of f that may need a gradient: first the trainable variables, then the float32
 * tensors that existed before (`id < horizon`) and are not its argument, both in order of first use.
 *
 * The latter are needed: in `tf.grads((w) => odeint((t, y) => tf.mul(y, w), …))` w is not a variable. Constants cannot
 * be distinguished from these, and cost one unused product.
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

/**
 * The tensors of an iterable that satisfy the conditions of `tensorsRead`, each id once: several handles of one tensor
 * would be several parameters, whose gradients add up.
 */
export function tensorsAmong(
  tensors: Iterable<Tensor>,
  y: State<Tensor>,
  horizon: number,
): Array<Tensor> {
  const variables = new Map<number, Variable>();
  const captured = new Map<number, Tensor>();
  const argument = membership(y);
  for (const tensor of tensors) {
    if (tensor.dtype !== "float32") continue;
    if (tensor instanceof Variable) variables.set(tensor.id, tensor);
    else if (tensor.id < horizon && !argument.has(tensor) && !captured.has(tensor.id))
      captured.set(tensor.id, tensor);
  }
  for (const id of variables.keys()) captured.delete(id);
  const trainable = [...variables.values()].filter((variable) => variable.trainable);
  return [...trainable, ...captured.values()];
}

/**
 * The external tensors of any type that an evaluation of f read, without variables and its argument: they must exist
 * when f is evaluated again.
 */
export function tensorsCaptured(
  { tape, results }: RecordedCall,
  y: State<Tensor>,
  horizon: number,
): Array<Tensor> {
  const captured = new Set<Tensor>();
  const argument = membership(y);
  const visit = (tensor: Tensor | null | undefined): void => {
    if (tensor == null || tensor instanceof Variable || tensor.id >= horizon) return;
    if (!argument.has(tensor)) captured.add(tensor);
  };
  for (const { inputs } of tape) for (const name in inputs) visit(inputs[name]);
  results.forEach(visit);
  return [...captured];
}
