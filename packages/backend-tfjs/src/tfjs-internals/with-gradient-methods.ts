import { engine, type Tensor } from "@tensorflow/tfjs-core";
import { engineState } from "./engine-state.js";

/** What `tf.grad`, `tf.grads`, `tf.valueAndGrad`, `tf.variableGrads` and their like ask of the engine. */
export type Gradients = (
  f: () => Tensor,
  xs: Array<Tensor>,
  dy?: Tensor | null,
  allowNoGradients?: boolean,
) => { readonly value: Tensor; readonly grads: Array<Tensor | undefined> };

/** What `tf.customGrad` asks of the engine. */
type CustomGrad = (f: (...args: Array<unknown>) => unknown) => unknown;

interface Methods {
  gradients: Gradients;
  customGrad: CustomGrad;
}

/**
 * Runs `body`, one evaluation of f, with the engine's method `gradients` hidden by another one, and its `customGrad` by
 * {@link recordedCustomGrad}. Within one another the first call counts.
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
    // In this order: an object that loses the property it gained last stays as fast as it was.
    if (customGradBefore === undefined) delete target.customGrad;
    else target.customGrad = customGradBefore;
    if (gradientsBefore === undefined) delete target.gradients;
    else target.gradients = gradientsBefore;
  }
}

/**
 * The engine's `customGrad`, whose function is recorded operation by operation, as well, where a derivative is taken that
 * may be differentiated again. What it saves for its gradient then depends on its inputs, where to the engine an
 * intermediate that is saved is a constant, and the second derivative lacks its part without a word. (`tf.losses.softmaxCrossEntropy`
 * saves one.) The first derivative is the user's own still: the operation itself comes last, and takes the cotangent.
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
