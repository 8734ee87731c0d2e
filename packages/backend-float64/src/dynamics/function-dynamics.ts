import {
  type Dynamics,
  flattenTree,
  type Linearization,
  ReleasedError,
  type State,
  type Structure,
  type Tree,
} from "@symplectic-adjoint/core";
import { fillZeros } from "../arrays/combine-into.js";
import { dot } from "../arrays/dot.js";
import { isFloat64Array } from "../arrays/is-float64-array.js";
import { treeOf } from "../arrays/tree-of.js";
import { zerosLike } from "../arrays/zeros-like.js";
import { fusedSteps } from "../fused-steps/fused-steps.js";
import { argumentCopies } from "./argument-copies.js";
import type { Float64Function } from "./float64-function.js";
import type { JointParameters, ParametersAmongAll } from "./joint-parameters.js";
import { LazyCotangents } from "./lazy-cotangents.js";
import type { LeafFunction } from "./leaf-function.js";
import { missingVjpError } from "./missing-vjp-error.js";
import { refuseReturned } from "./refuse-returned.js";
import { timeCotangent, unannouncedTime } from "./time-cotangent.js";
import { watchParameters } from "./watch-parameters.js";
import { withParameters } from "./with-parameters.js";

type FloatTree = Tree<Float64Array>;
type TreeFunction = Float64Function<FloatTree, FloatTree>;

const WRITE = "Write dy[i] = … into its last argument.";
const ADD = "Add to its last two arguments: yBar[j] += …, parametersBar[k] += ….";

/**
 * Dynamics of a function object. One call of the user's function per evaluation or pullback, without recording.
 *
 * @param joint The parameters of f, and those of other functions after them.
 */
export function functionDynamics(
  func: TreeFunction,
  structure: Structure,
  joint: JointParameters,
): Dynamics<Float64Array> {
  const parameters = joint.parts[0] as ParametersAmongAll;
  const copyArgument = argumentCopies(structure);

  /** Evaluates f into the zero-filled `dy`. */
  function write(t: number, y: FloatTree, dy: FloatTree): void {
    const returned: unknown = func.evaluate(t, y, parameters.tree, dy);
    if (typeof returned === "object" && returned !== null)
      refuseReturned("func.evaluate", returned, [dy], leavesOf(dy), WRITE);
  }

  /** Adds the VJPs to the zero-filled `yBar` and `bars`. */
  function add(
    t: number,
    y: FloatTree,
    cotangent: FloatTree,
    yBar: FloatTree,
    bars: FloatTree,
  ): void {
    if (func.vjp === undefined) throw missingVjpError(func);
    const returned: unknown = func.vjp(t, y, parameters.tree, cotangent, yBar, bars);
    if (typeof returned !== "object" || returned === null) return;
    // For a zero cotangent, writing nothing is correct.
    const g = leavesOf(cotangent);
    if (dot(g, g) === 0) return;
    refuseReturned("func.vjp", returned, [yBar, bars], [...leavesOf(yBar), ...leavesOf(bars)], ADD);
  }

  function evaluate(t: number, y: State<Float64Array>): State<Float64Array> {
    const dy = zerosLike(y);
    write(t, copyArgument(y), treeOf(structure, dy));
    return dy;
  }

  function pullback(
    t: number,
    y: State<Float64Array>,
    cotangent: State<Float64Array>,
    wrt: ReadonlyArray<number>,
    wantsTime?: boolean,
  ): LazyCotangents {
    const yBar = zerosLike(y);
    const bars = zerosLike(parameters.leaves);
    const g = treeOf(structure, cotangent);
    add(t, copyArgument(y), g, treeOf(structure, yBar), parameters.treeOf(bars));
    const tBar = wantsTime === true ? pullTime(t, y, g) : undefined;
    return new LazyCotangents(yBar, parameters.select(bars, wrt), evaluate, t, y, tBar);
  }

  function pullTime(t: number, y: State<Float64Array>, cotangent: FloatTree): number {
    const { tree } = parameters;
    return timeCotangent(t, {
      name: "func",
      vjp: func.timeVjp && (() => func.timeVjp?.(t, copyArgument(y), tree, cotangent)),
      evaluate: (time) =>
        func.evaluate(time, copyArgument(y), tree, treeOf(structure, zerosLike(y))),
    });
  }

  /** (∂f/∂y)·tangent + (∂f/∂θ)·tangents; a tangent that is left out is zero. */
  function push(
    t: number,
    y: State<Float64Array>,
    tangent: State<Float64Array>,
    tangents: ReadonlyArray<Float64Array | undefined> = [],
  ): State<Float64Array> {
    const dyDot = zerosLike(y);
    const zeros = zerosLike(parameters.leaves);
    const theta = parameters.treeOf(zeros.map((zero, i) => tangents[i] ?? zero));
    const written = treeOf(structure, dyDot);
    const returned: unknown = func.jvp?.(
      t,
      copyArgument(y),
      parameters.tree,
      treeOf(structure, tangent),
      theta,
      written,
    );
    if (typeof returned === "object" && returned !== null)
      refuseReturned("func.jvp", returned, [written], dyDot, WRITE);
    return dyDot;
  }

  function record(
    t: number,
    y: State<Float64Array>,
    announced?: boolean,
  ): Linearization<Float64Array> {
    if (func.vjp === undefined) throw missingVjpError(func);
    let at: State<Float64Array> | undefined = y;
    return {
      value: evaluate(t, y),
      pullback(cotangent, wrt, wantsTime) {
        if (at === undefined) throw releasedError();
        if (wantsTime === true && announced !== true) throw unannouncedTime();
        return pullback(t, at, cotangent, wrt, wantsTime);
      },
      ...(func.jvp !== undefined && {
        pushforward(
          tangent: State<Float64Array>,
          tangents?: ReadonlyArray<Float64Array | undefined>,
        ) {
          if (at === undefined) throw releasedError();
          return push(t, at, tangent, tangents);
        },
      }),
      release() {
        at = undefined;
      },
    };
  }

  /** f without conversion of states and trees, for fused steps. */
  const leafFunction: LeafFunction = {
    evaluate(t, y, dy) {
      fillZeros(dy);
      write(t, y, dy);
    },
    vjp(t, y, g, yBar, bars) {
      fillZeros(yBar);
      for (let i = 0; i < bars.length; i++) fillZeros(bars[i] as Float64Array);
      add(t, y, g, yBar, parameters.treeOf(bars));
    },
  };
  const theta = joint.leaves;
  const fused = structure.kind === "leaf" ? fusedSteps(leafFunction, theta) : undefined;
  const watch = () => watchParameters(theta);
  return {
    parameters: theta,
    evaluate,
    record,
    pullback,
    watchParameters: watch,
    withParameters: (values, body) => withParameters(theta, values, body),
    fusedSteps: fused,
  };
}

/** The arrays of a tree of this backend. */
function leavesOf(tree: FloatTree): State<Float64Array> {
  return flattenTree(tree, isFloat64Array).leaves;
}

function releasedError(): ReleasedError {
  return new ReleasedError({
    argument: "A recorded evaluation",
    problem: "was released and cannot be pulled back",
    remedy: "Compute its vector–Jacobian products before release(), or record it again.",
  });
}
