import { engine, type Tensor } from "@tensorflow/tfjs-core";
import { engineState } from "./engine-state.js";

/** The engine's method that implements `tf.grad`, `tf.grads`, `tf.valueAndGrad`, `tf.variableGrads` and similar. */
export type Gradients = (
  f: () => Tensor,
  xs: Array<Tensor>,
  dy?: Tensor | null,
  allowNoGradients?: boolean,
) => { readonly value: Tensor; readonly grads: Array<Tensor | undefined> };

/** The engine's method that implements `tf.customGrad`. */
type CustomGrad = (f: (...args: Array<unknown>) => unknown) => unknown;

interface Methods {
  gradients: Gradients;
  customGrad: CustomGrad;
}

/**
 * Runs `body`, one evaluation of f, with the engine's method `gradients` shadowed by another one, and its `customGrad`
 * by {@link recordedCustomGrad}. Nested calls have no further effect.
 */
export function withGradientMethods<T>(gradients: Gradients, body: () => T): T {
  const target = engine() as unknown as Partial<Methods>;
  if (target.gradients === gradients) return body();
  const gradientsBefore = Object.hasOwn(target, "gradients") ? target.gradients : undefined;
  const customGradBefore = Object.hasOwn(target, "customGrad") ? target.customGrad : undefined;
  target.gradients = gradients;
  target.customGrad = recordedCustomGrad;
  try {
    return body();
  } finally {
    // Remove in reverse order: V8 keeps the object's fast shape if the last added property is removed first.
    if (customGradBefore === undefined) delete target.customGrad;
    else target.customGrad = customGradBefore;
    if (gradientsBefore === undefined) delete target.gradients;
    else target.gradients = gradientsBefore;
  }
}

/**
 * The engine's `customGrad`. If the derivative may be differentiated again, it also records its function operation by
 * operation, so that saved intermediates depend on its inputs. The engine treats a saved intermediate as a constant,
 * and the second derivative silently lacks a term. (`tf.losses.softmaxCrossEntropy` saves one.) The first derivative
 * still uses the user's gradient: its operation is recorded last and receives the cotangent.
 */
const recordedCustomGrad: CustomGrad = (f) => {
  const { customGrad } = Object.getPrototypeOf(engine()) as Methods;
  return customGrad.call(engine(), (...args) => recorded(() => f(...args)));
};

function recorded<T>(body: () => T): T {
  const state = engineState();
  const isWithin = state.gradientDepth > 1 && state.kernelDepth === 1;
  if (!isWithin) return body();
  state.kernelDepth = 0;
  try {
    return body();
  } finally {
    state.kernelDepth = 1;
  }
}
