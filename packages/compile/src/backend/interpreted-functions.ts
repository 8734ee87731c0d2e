import type { State, StateFunction } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { tfjs } from "../imports/backend-tfjs.js";
import type { Edges } from "./edges.js";
import { type AnyArray, HostArray } from "./host-array.js";
import { shown } from "./host-tape.js";

/** A function of tensors on the arrays of the host backend. Its tensors are freed before it returns. */
export function interpretedFunction(
  func: StateFunction<Tensor>,
  { arrayOf, valuesOf }: Edges<AnyArray>,
): StateFunction<AnyArray> {
  const tensors = (state: State<AnyArray>): State<Tensor> =>
    shown(state.map((array) => (array instanceof HostArray ? array.lend() : array)));
  const hosts = (state: State<Tensor>): State<AnyArray> =>
    state.map((tensor) => arrayOf(valuesOf(tensor), tensor.shape));
  return {
    get structure() {
      return func.structure;
    },
    evaluate: (t, y) => inScope(() => hosts(func.evaluate(t, tensors(y)))),
    pullback: (t, y, cotangent, wrt, wantsTime) =>
      inScope(() => {
        const pulled = func.pullback(t, tensors(y), tensors(cotangent), wrt, wantsTime);
        const { t: time } = pulled;
        return {
          value: hosts(pulled.value),
          y: hosts(pulled.y),
          parameters: hosts(pulled.parameters),
          t: time === undefined ? undefined : tfjs.readSync(time),
        };
      }),
  };
}

function inScope<T>(body: () => T): T {
  tfjs.openScope();
  try {
    return body();
  } finally {
    tfjs.closeScope([]);
  }
}
