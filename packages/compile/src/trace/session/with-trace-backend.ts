import type { CompilationError } from "@symplectic-adjoint/core";
import type { KernelConfig } from "@tensorflow/tfjs-core";
import {
  backend,
  getBackend,
  registerBackend,
  registerKernel,
  removeBackend,
  setBackend,
  unregisterKernel,
} from "../../imports/tfjs-core.js";
import { cannotCompile } from "../cannot-compile.js";
import type { TraceBackend } from "./trace-backend.js";

/** Its name. Kernels are registered under it only while a function is traced. */
const NAME = "symplectic-trace";

/** Whether a function is being traced. */
export function isTracing(): boolean {
  return getBackend() === NAME;
}

/**
 * Runs `body`, which must be synchronous, with a backend that computes nothing, and with these kernels. Then everything
 * is as before, whatever it throws: the engine that was active is active, and neither the backend nor its kernels are
 * left.
 */
export function withTraceBackend<T>(
  tracing: TraceBackend,
  kernels: ReadonlyArray<Pick<KernelConfig, "kernelName" | "kernelFunc">>,
  body: () => T,
): T {
  if (isTracing()) throw nested();
  // Starts an engine if none has been started.
  backend();
  const before = getBackend();
  registerBackend(NAME, () => tracing, Number.NEGATIVE_INFINITY);
  for (const kernel of kernels) registerKernel({ ...kernel, backendName: NAME });
  try {
    activate(NAME);
    return body();
  } finally {
    activate(before);
    removeBackend(NAME);
    for (const { kernelName } of kernels) unregisterKernel(kernelName, NAME);
  }
}

/** For an engine that has started, or starts synchronously, the call has its effect before it returns. */
function activate(name: string): void {
  void setBackend(name);
}

function nested(): CompilationError {
  return cannotCompile(
    "solves an equation with another compiled function while it is traced",
    "Leave compiled(…) out of the outer one.",
    { argument: "A compiled function" },
  );
}
