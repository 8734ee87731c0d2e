import type { Dynamics } from "@symplectic-adjoint/core";
import type { TestFunction } from "../problems/test-problem.js";
import type { TestStateFunction } from "../problems/test-state-function.js";
import type { AccountingBackend } from "./accounting-backend.js";
import { accountingFunctions, requireAnnounced, timeVjpOf } from "./accounting-functions.js";
import type { NumberArray } from "./ledger.js";

/** Number of elements of each leaf. */
export interface LeafSizes {
  readonly state: ReadonlyArray<number>;
  readonly parameters: ReadonlyArray<number>;
}

/**
 * A test function on an accounting backend with state and parameters split into several leaves. Allocates only after
 * all computations, so that a throwing function leaks nothing.
 */
export function splitDynamics(
  backend: AccountingBackend,
  func: TestFunction,
  sizes: LeafSizes,
  functions: ReadonlyArray<TestStateFunction> = [],
): Dynamics<NumberArray> {
  const join = (leaves: ReadonlyArray<NumberArray>) =>
    Float64Array.from(leaves.flatMap((leaf) => Array.from(backend.toHostSync(leaf))));
  const split = (values: Float64Array, parts: ReadonlyArray<number>) =>
    slices(values, parts).map((part) => backend.array(part));
  const valueAt = (t: number, y: Float64Array) => {
    const dy = new Float64Array(y.length);
    func.evaluate(t, y, func.parameters, dy);
    return split(dy, sizes.state);
  };
  const splitParameters = (bar: Float64Array, wrt: ReadonlyArray<number>) => {
    const parts = slices(bar, sizes.parameters);
    return wrt.map((i) => backend.array(parts[i] as Float64Array));
  };
  const vjpAt = (
    t: number,
    y: Float64Array,
    g: Float64Array,
    wrt: ReadonlyArray<number>,
    wantsTime?: boolean,
  ) => {
    const yBar = new Float64Array(y.length);
    const bar = new Float64Array(func.parameters.length);
    func.vjp(t, y, func.parameters, g, yBar, bar);
    const tBar = wantsTime === true ? timeVjpOf(func, t, y, g) : undefined;
    return {
      y: split(yBar, sizes.state),
      parameters: splitParameters(bar, wrt),
      ...(tBar !== undefined && { t: backend.array([tBar]) }),
    };
  };
  return {
    parameters: split(func.parameters, sizes.parameters),
    evaluate: (t, y) => valueAt(t, join(y)),
    record(t, y, announced) {
      const value = valueAt(t, join(y));
      const at = backend.retain(y);
      const release = backend.hold();
      return {
        value,
        pullback(g, wrt, wantsTime) {
          requireAnnounced(wantsTime, announced);
          return vjpAt(t, join(at), join(g), wrt, wantsTime);
        },
        release() {
          backend.release(at);
          release();
        },
      };
    },
    pullback(t, y, g, wrt, wantsTime) {
      return { value: valueAt(t, join(y)), ...vjpAt(t, join(y), join(g), wrt, wantsTime) };
    },
    functions: accountingFunctions(functions, func.parameters, {
      join,
      splitState: (values) => split(values, sizes.state),
      splitParameters,
      array: backend.array,
    }),
    watchParameters: () => () => undefined,
  };
}

/** Consecutive parts of the given lengths. */
function slices(values: Float64Array, lengths: ReadonlyArray<number>): ReadonlyArray<Float64Array> {
  let end = 0;
  return lengths.map((length) => {
    end += length;
    return values.subarray(end - length, end);
  });
}
