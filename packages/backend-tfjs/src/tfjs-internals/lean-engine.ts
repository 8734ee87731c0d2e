import {
  engine,
  env,
  type NamedAttrMap,
  type NamedTensorMap,
  type TensorContainer,
} from "@tensorflow/tfjs-core";
import { type LeanTarget, leanEndScope, leanRunKernel, type Output } from "./lean-methods.js";
import { type Recorder, recording } from "./recorder.js";
import { isLeanEngineInUse } from "./use-lean-engine.js";

/** Whether {@link runKernel} and {@link endScope}, which this package calls itself, take the short way now. */
let direct = false;

/**
 * Runs `body`, one evaluation of f or its pullback, with an engine that does less besides its work: its methods `runKernel`
 * and `endScope` are hidden by ones with the same effect, without what serves profiles, debugging and checks for leaks, and
 * without the clones that a recording costs. If any of these is wanted, if somebody else has replaced a method, or where the
 * leaner engine is not in use, the engine stays as it is.
 *
 * Nothing else may run in `body`: callbacks of the user see the engine as TensorFlow.js made it.
 *
 * @param recorder Records the operations on its tape; other tapes are left to the engine.
 */
export function withLeanEngine<T>(recorder: Recorder | undefined, body: () => T): T {
  const target = leanTarget();
  const recorderBefore = recording.current;
  const directBefore = direct;
  const installs = !isEngineLean(target) && mayBeLean(target) && !hasOwnMethods(target);
  if (installs) {
    target.runKernel = leanRunKernel;
    target.endScope = leanEndScope;
    direct = true;
  }
  recording.current = recorder;
  try {
    return body();
  } finally {
    recording.current = recorderBefore;
    direct = directBefore;
    if (installs) {
      // In this order: an object that loses the property it gained last stays as fast as it was.
      delete (target as Partial<LeanTarget>).endScope;
      delete (target as Partial<LeanTarget>).runKernel;
    }
  }
}

/** Whether the engine's methods are hidden now. */
export function isEngineLean(target: LeanTarget = leanTarget()): boolean {
  return target.runKernel === leanRunKernel;
}

/**
 * Lets {@link runKernel} and {@link endScope} call the lean methods from now on, where they may, for operations of this package
 * that call nobody else. The engine keeps its own methods.
 *
 * @returns What to give to {@link restoreDirectCalls}.
 */
export function beginDirectCalls(): boolean {
  const before = direct;
  if (!direct) direct = mayBeLean(leanTarget());
  return before;
}

/** Lets {@link runKernel} and {@link endScope} call the engine's methods, as where these are replaced for a while. */
export function suspendDirectCalls(): boolean {
  const before = direct;
  direct = false;
  return before;
}

/** Puts back what {@link beginDirectCalls} or {@link suspendDirectCalls} changed. */
export function restoreDirectCalls(before: boolean): void {
  direct = before;
}

/** Runs a kernel, like the engine's method of that name. */
export function runKernel(name: string, inputs: NamedTensorMap, attrs?: NamedAttrMap): Output {
  const target = leanTarget();
  if (direct) return leanRunKernel.call(target, name, inputs, attrs);
  return target.runKernel(name, inputs, attrs);
}

/** Ends the scope that is open, like the engine's method of that name. */
export function endScope(result?: TensorContainer): void {
  const target = leanTarget();
  if (direct) leanEndScope.call(target, result);
  else target.endScope(result);
}

function leanTarget(): LeanTarget {
  return engine() as unknown as LeanTarget;
}

function hasOwnMethods(target: LeanTarget): boolean {
  return Object.hasOwn(target, "runKernel") || Object.hasOwn(target, "endScope");
}

/** This is asked before every operation. */
function mayBeLean(target: LeanTarget): boolean {
  if (!isLeanEngineInUse()) return false;
  const { runKernel, endScope } = methodsOf(target);
  if (target.runKernel !== runKernel || target.endScope !== endScope) return false;
  return !(target.state.profiling || env().getBool("DEBUG") || env().getBool("IS_TEST"));
}

let methods: LeanTarget | undefined;

/** The engine as its class made it. */
function methodsOf(target: LeanTarget): LeanTarget {
  methods ??= Object.getPrototypeOf(target) as LeanTarget;
  return methods;
}
