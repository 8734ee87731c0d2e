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

/** Whether {@link runKernel} and {@link endScope} currently call the lean methods directly. */
let direct = false;

/**
 * Runs `body`, one evaluation of f or its pullback, with reduced engine overhead: `runKernel` and `endScope` are
 * shadowed by equivalent methods without support for profiling, debugging and leak checks, and without clones for
 * recordings. The engine stays unchanged if any of these is enabled, if other code has replaced a method, or if the
 * lean engine is not in use.
 *
 * Nothing else may run in `body`: callbacks of the user must see the unmodified engine.
 *
 * @param recorder The recorder for its tape; the engine records on other tapes.
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
      // Remove in reverse order: V8 keeps the object's fast shape if the last added property is removed first.
      delete (target as Partial<LeanTarget>).endScope;
      delete (target as Partial<LeanTarget>).runKernel;
    }
  }
}

/** Whether the engine's methods are currently shadowed. */
export function isEngineLean(target: LeanTarget = leanTarget()): boolean {
  return target.runKernel === leanRunKernel;
}

/**
 * Makes {@link runKernel} and {@link endScope} call the lean methods, if the lean engine is available: for operations
 * of this package that run no user code. The engine's methods are not shadowed.
 *
 * @returns The argument of {@link restoreDirectCalls}.
 */
export function beginDirectCalls(): boolean {
  const before = direct;
  if (!direct) direct = mayBeLean(leanTarget());
  return before;
}

/** Makes {@link runKernel} and {@link endScope} call the engine's methods, because these are temporarily replaced. */
export function suspendDirectCalls(): boolean {
  const before = direct;
  direct = false;
  return before;
}

/** Undoes {@link beginDirectCalls} or {@link suspendDirectCalls}. */
export function restoreDirectCalls(before: boolean): void {
  direct = before;
}

/** Runs a kernel, like the engine's method of that name. */
export function runKernel(name: string, inputs: NamedTensorMap, attrs?: NamedAttrMap): Output {
  const target = leanTarget();
  if (direct) return leanRunKernel.call(target, name, inputs, attrs);
  return target.runKernel(name, inputs, attrs);
}

/** Ends the open scope, like the engine's method of that name. */
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

/** Called before every operation. */
function mayBeLean(target: LeanTarget): boolean {
  if (!isLeanEngineInUse()) return false;
  const { runKernel, endScope } = methodsOf(target);
  if (target.runKernel !== runKernel || target.endScope !== endScope) return false;
  return !(target.state.profiling || env().getBool("DEBUG") || env().getBool("IS_TEST"));
}

let methods: LeanTarget | undefined;

/** The engine's methods as its class defines them. */
function methodsOf(target: LeanTarget): LeanTarget {
  methods ??= Object.getPrototypeOf(target) as LeanTarget;
  return methods;
}
