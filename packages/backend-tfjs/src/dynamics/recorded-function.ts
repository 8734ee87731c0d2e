import {
  type Cotangents,
  InvalidArgumentError,
  type Linearization,
  type State,
  type Structure,
  UnsupportedGradientError,
  usesTime,
} from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { ownedHandles } from "../kernels/owned-handles.js";
import { scoped } from "../tfjs-internals/scoped.js";
import { type DynamicsParts, recordDynamics, type Wanted } from "./record-dynamics.js";
import { timeScalar } from "./time-scalar.js";

/** What a function needs besides its call. */
export interface FunctionParts extends DynamicsParts {
  /** How errors name it. */
  readonly name: string;
  structure(): Structure | undefined;
}

/** Runs `body` with the user's tape suspended, and captured tensors usable. */
type Isolation = <T>(body: () => T) => T;

/** f, or another function of time and state, as the solver sees it. */
export interface RecordedFunction {
  evaluate(t: number, y: State<Tensor>): State<Tensor>;
  readonly structure: Structure | undefined;
  record(t: number, y: State<Tensor>, wantsTime?: boolean): Linearization<Tensor>;
  pullback(
    t: number,
    y: State<Tensor>,
    cotangent: State<Tensor>,
    wrt: ReadonlyArray<number>,
    wantsTime?: boolean,
  ): Cotangents<Tensor> & { readonly value: State<Tensor> };
}

/** Evaluates, records and differentiates a function. */
export function recordedFunction(parts: FunctionParts, isolated: Isolation): RecordedFunction {
  const { call, tensorTime, name } = parts;
  const everything = parts.parameters.map((_, i) => i);
  /** Whether the function uses the time that it gets as a number; found out when that matters first. */
  let usesNumber: boolean | undefined;

  function findOut(t: number, y: State<Tensor>): boolean {
    if (tensorTime) return false;
    if (usesNumber === undefined) {
      scoped(() => {
        usesNumber = usesTime(t, (time) => call(time, y));
        return [];
      });
    }
    return usesNumber as boolean;
  }

  function pullTime(t: number, y: State<Tensor>): void {
    if (findOut(t, y)) throw numberTime(name);
  }

  function record(t: number, y: State<Tensor>, announced = false): Linearization<Tensor> {
    const wanted: Wanted = { wrt: everything, time: announced };
    const recorded = isolated(() => recordDynamics(parts, t, y, wanted));
    const { value, release } = recorded;
    try {
      if (announced) isolated(() => findOut(t, y));
    } catch (error) {
      for (const leaf of value) leaf.dispose();
      release();
      throw error;
    }
    return {
      value,
      release,
      pullback(g, wrt, wantsTime = false) {
        if (wantsTime && !announced) throw unannouncedTime();
        if (wantsTime && usesNumber) throw numberTime(name);
        return isolated(() => recorded.pullback(g, { wrt, time: wantsTime }, false));
      },
    };
  }

  return {
    get structure() {
      return parts.structure();
    },
    evaluate: (t, y) =>
      isolated(() =>
        scoped((scope) => ownedHandles(call(t, y, tensorTime ? timeScalar(t) : undefined), scope)),
      ),
    record,
    pullback: (t, y, cotangent, wrt, wantsTime = false) =>
      isolated(() => {
        const wanted = { wrt, time: wantsTime };
        const recorded = recordDynamics(parts, t, y, wanted);
        try {
          if (wantsTime) pullTime(t, y);
          const { y: yBar, parameters, t: tBar } = recorded.pullback(cotangent, wanted, true);
          return { value: recorded.value, y: yBar, parameters, t: tBar };
        } catch (error) {
          for (const leaf of recorded.value) leaf.dispose();
          throw error;
        } finally {
          recorded.release();
        }
      }),
  };
}

function numberTime(name: string): UnsupportedGradientError {
  return new UnsupportedGradientError({
    argument: name,
    problem:
      "uses t as a number, so its derivative for t is unknown, which gradients for times and events need",
    remedy: 'Write time: "tensor" in the options; t is then a scalar tensor: tf.mul(y, tf.sin(t)).',
  });
}

function unannouncedTime(): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: "wantsTime",
    value: true,
    problem: "was not announced when the evaluation was recorded",
    remedy: "Write record(t, y, true).",
  });
}
