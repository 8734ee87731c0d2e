import {
  type Dynamics,
  type Linearization,
  ReleasedError,
  type State,
  type Structure,
  type Tree,
} from "@symplectic-adjoint/core";
import { clear } from "./copy.js";
import { dot } from "./dot.js";
import type { Float64Function } from "./float64-function.js";
import { LazyCotangents } from "./lazy-cotangents.js";
import type { LeafFunction } from "./leaf-function.js";
import { missingVjpError } from "./missing-vjp-error.js";
import type { Float64Parameters } from "./read-parameters.js";
import { refuseReturned } from "./refuse-returned.js";
import { stepKernels } from "./step-kernels.js";
import { treeOf } from "./tree-of.js";
import { watchParameters } from "./watch-parameters.js";
import { zerosLike } from "./zeros-like.js";

type TreeFunction = Float64Function<Tree<Float64Array>, Tree<Float64Array>>;

/** Dynamics of a function object. One call of the user's function per evaluation or pullback, nothing recorded. */
export function functionDynamics(
  func: TreeFunction,
  structure: Structure,
  parameters: Float64Parameters,
): Dynamics<Float64Array> {
  function evaluate(t: number, y: State<Float64Array>): State<Float64Array> {
    const dy = zerosLike(y);
    const target = treeOf(structure, dy);
    const returned: unknown = func.evaluate(t, treeOf(structure, y), parameters.tree, target);
    if (typeof returned === "object" && returned !== null)
      refuseReturned("evaluate", returned, [target], dy, "Write dy[i] = … into its last argument.");
    return dy;
  }

  function pullback(
    t: number,
    y: State<Float64Array>,
    cotangent: State<Float64Array>,
    wrt: ReadonlyArray<number>,
  ): LazyCotangents {
    if (func.vjp === undefined) throw missingVjpError(func);
    const yBar = zerosLike(y);
    const yTree = treeOf(structure, yBar);
    const bars = zerosLike(parameters.leaves);
    const barsTree = parameters.treeOf(bars);
    const returned: unknown = func.vjp(
      t,
      treeOf(structure, y),
      parameters.tree,
      treeOf(structure, cotangent),
      yTree,
      barsTree,
    );
    // With a cotangent of zero there is nothing to write.
    if (typeof returned === "object" && returned !== null && dot(cotangent, cotangent) !== 0) {
      const remedy = "Add to its last two arguments: yBar[j] += …, parametersBar[k] += ….";
      refuseReturned("vjp", returned, [yTree, barsTree], [...yBar, ...bars], remedy);
    }
    return new LazyCotangents(yBar, select(bars, wrt), evaluate, t, y);
  }

  function record(t: number, y: State<Float64Array>): Linearization<Float64Array> {
    if (func.vjp === undefined) throw missingVjpError(func);
    let at: State<Float64Array> | undefined = y;
    return {
      value: evaluate(t, y),
      pullback(cotangent, wrt) {
        if (at === undefined) throw releasedError();
        return pullback(t, at, cotangent, wrt);
      },
      release() {
        at = undefined;
      },
    };
  }

  /** f without the detour over states and trees, for the step kernels. */
  const leafFunction: LeafFunction = {
    evaluate(t, y, dy) {
      clear(dy);
      const returned: unknown = func.evaluate(t, y, parameters.tree, dy);
      if (typeof returned === "object" && returned !== null)
        refuseReturned("evaluate", returned, [dy], [dy], "Write dy[i] = … into its last argument.");
    },
    vjp(t, y, g, yBar, bars) {
      if (func.vjp === undefined) throw missingVjpError(func);
      clear(yBar);
      for (let i = 0; i < bars.length; i++) clear(bars[i] as Float64Array);
      const barsTree = parameters.treeOf(bars);
      const returned: unknown = func.vjp(t, y, parameters.tree, g, yBar, barsTree);
      if (typeof returned === "object" && returned !== null && dot([g], [g]) !== 0) {
        const remedy = "Add to its last two arguments: yBar[j] += …, parametersBar[k] += ….";
        refuseReturned("vjp", returned, [yBar, barsTree], [yBar, ...bars], remedy);
      }
    },
  };
  const kernels =
    structure.kind === "leaf" ? stepKernels(leafFunction, parameters.leaves) : undefined;
  const watch = () => watchParameters(parameters.leaves);
  const theta = parameters.leaves;
  return { parameters: theta, evaluate, record, pullback, watchParameters: watch, kernels };
}

/** The wanted ones, in the order of `wrt`; all of them as they are. */
function select(bars: State<Float64Array>, wrt: ReadonlyArray<number>): State<Float64Array> {
  let all = wrt.length === bars.length;
  for (let i = 0; i < wrt.length; i++) all = all && wrt[i] === i;
  return all ? bars : wrt.map((index) => bars[index] as Float64Array);
}

function releasedError(): ReleasedError {
  return new ReleasedError({
    argument: "A recorded evaluation",
    problem: "was released and cannot be pulled back through",
    remedy: "Take its vector-Jacobian products before release(), or record it again.",
  });
}
