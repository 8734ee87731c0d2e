import {
  type FunctionRequest,
  flattenTree,
  InvalidDynamicsError,
  isCallable,
  type State,
  type StateFunction,
  type Structure,
  type Tree,
} from "@symplectic-adjoint/core";
import { isFloat64Array } from "../arrays/is-float64-array.js";
import { treeOf } from "../arrays/tree-of.js";
import { zerosLike } from "../arrays/zeros-like.js";
import { argumentCopies } from "./argument-copies.js";
import type { Float64PlainStateFunction, Float64StateFunction } from "./float64-state-function.js";
import type { ParametersAmongAll } from "./joint-parameters.js";
import { missingVjpError } from "./missing-vjp-error.js";
import { type Float64Parameters, readParameters } from "./read-parameters.js";
import { refuseReturned } from "./refuse-returned.js";
import { timeCotangent } from "./time-cotangent.js";
import { type ReadValue, valueReader } from "./value-reader.js";

type FloatTree = Tree<Float64Array>;
type Value = number | FloatTree;
type FunctionObject = Float64StateFunction<FloatTree, FloatTree, Value>;

/**
 * The parameters of a function: its own, else those of f.
 *
 * @param ofAll Whether the parameters of f were given to the solve, for all functions.
 * @throws InvalidDynamicsError if it is neither a function nor an object with `evaluate`.
 */
export function functionParameters(
  { name, func }: FunctionRequest,
  ofDynamics: Float64Parameters,
  ofAll: boolean,
): Float64Parameters {
  const { parameters } = requireFunction(name, func);
  if (ofAll || parameters === undefined) return ofDynamics;
  return readParameters(parameters, `${name}.parameters`);
}

/** Converts a user's function of time and state. */
export function stateFunction(
  request: FunctionRequest,
  structure: Structure,
  parameters: ParametersAmongAll,
): StateFunction<Float64Array> {
  const { name } = request;
  const func = requireFunction(name, request.func);
  const copyArgument = argumentCopies(structure);
  const read = valueReader(request, structure);
  let valueStructure: Structure | undefined;

  function valueAt(t: number, y: State<Float64Array>): ReadValue {
    const value = read(func.evaluate(t, copyArgument(y), parameters.tree), y);
    valueStructure = value.structure;
    return value;
  }

  function pullState(
    t: number,
    y: State<Float64Array>,
    cotangent: Value,
    yBar: State<Float64Array>,
    bars: State<Float64Array>,
  ): void {
    if (func.vjp === undefined) throw missingVjpError(request.func, name);
    const targets = [treeOf(structure, yBar), parameters.treeOf(bars)] as const;
    const returned: unknown = func.vjp(t, copyArgument(y), parameters.tree, cotangent, ...targets);
    // For a zero cotangent, writing nothing is correct.
    if (typeof returned === "object" && returned !== null && !isZero(cotangent))
      refuseReturned(`${name}.vjp`, returned, targets, [...yBar, ...bars], ADD);
  }

  return {
    get structure() {
      return valueStructure;
    },
    evaluate: (t, y) => valueAt(t, y).leaves,
    pullback(t, y, cotangent, wrt, wantsTime) {
      const value = valueAt(t, y);
      const g = value.isNumber
        ? ((cotangent[0] as Float64Array)[0] as number)
        : treeOf(value.structure, cotangent);
      const yBar = zerosLike(y);
      const bars = zerosLike(parameters.leaves);
      pullState(t, y, g, yBar, bars);
      const pulled = {
        value: value.leaves,
        y: yBar,
        parameters: parameters.select(bars, wrt),
      };
      if (wantsTime !== true) return pulled;
      const { tree } = parameters;
      const tBar = timeCotangent(t, {
        name,
        vjp: func.timeVjp && (() => func.timeVjp?.(t, copyArgument(y), tree, g)),
        evaluate: (time) => func.evaluate(time, copyArgument(y), tree),
      });
      return { ...pulled, t: tBar };
    },
  };
}

function isZero(cotangent: Value): boolean {
  if (typeof cotangent === "number") return cotangent === 0;
  const { leaves } = flattenTree(cotangent, isFloat64Array);
  return leaves.every((leaf) => leaf.every((x) => x === 0));
}

const ADD = "Add to its last two arguments: yBar[j] += …, parametersBar[k] += ….";

/** The user's function as an object. @throws InvalidDynamicsError if it is neither a function nor such an object. */
function requireFunction(name: string, func: unknown): FunctionObject {
  if (isCallable(func)) {
    const plain = func as Float64PlainStateFunction<FloatTree, Value>;
    return { evaluate: (t, y) => plain(t, y) };
  }
  const candidate = (typeof func === "object" ? func : undefined) as
    | Readonly<Record<"evaluate" | "vjp" | "timeVjp", unknown>>
    | null
    | undefined;
  if (typeof candidate?.evaluate !== "function")
    throw new InvalidDynamicsError({
      argument: name,
      value: func,
      problem: "is neither a function nor an object with an evaluate function",
      remedy:
        "Write { evaluate(t, y, p) { return … }, vjp(t, y, p, g, yBar, pBar) { … } }, or (t, y) => … if no gradient is needed.",
    });
  for (const member of ["vjp", "timeVjp"] as const) {
    const value = candidate[member];
    if (value === undefined || typeof value === "function") continue;
    throw new InvalidDynamicsError({
      argument: `${name}.${member}`,
      value,
      problem: "is not a function",
      remedy: "Write a function, or leave it out.",
    });
  }
  return func as FunctionObject;
}
