import type { CompilationError } from "@symplectic-adjoint/core";
import type { Graph } from "../graph/graph.js";
import { usesTime } from "../imports/core.js";
import { cannotCompile } from "./cannot-compile.js";
import { differenceOf } from "./differences.js";
import type { Evaluated } from "./evaluated-functions.js";
import type { CurrentTrace, TracedCall } from "./session/current-trace.js";
import type { TraceRequest } from "./traced-function.js";

/** Distances from t0 at which a function of a number is traced again, to show what differs. */
const DISTANCES = [0.618, -17.3, 1234.5];

/**
 * Traces one function, several times: it must do the same each time, and not use the time if that is a number.
 *
 * @throws CompilationError if it does not, with the first difference.
 */
export function traceFunction(
  one: Evaluated,
  current: CurrentTrace,
  { t0, time, shapes }: TraceRequest,
): TracedCall {
  const at = (t: number): TracedCall => current.trace(shapes, (y) => one.evaluate(t, y));
  const first = current.checkingGradients(() => at(t0)) ?? at(t0);
  const requireRepeated = (): void => requireSame(one.name, first.graph, at(t0).graph);
  if (time === "tensor") requireRepeated();
  else if (!isTimeless(t0, first, at)) {
    // Twice: it may be every other call that differs.
    requireRepeated();
    requireRepeated();
    throw numberTime(one.name, t0, first, at);
  }
  return first;
}

/** Whether a function does the same again, and does not use its time, not even to compare it by identity. */
function isTimeless(t0: number, first: TracedCall, at: (t: number) => TracedCall): boolean {
  let isSame = false;
  const used = usesTime(t0, (t) => {
    isSame = differenceOf(first.graph, at(t).graph) === undefined;
  });
  return isSame && !used;
}

function requireSame(name: string, first: Graph, second: Graph): void {
  const difference = differenceOf(first, second);
  if (difference === undefined) return;
  throw cannotCompile(
    `is another function each time it is called: it ${difference}`,
    `Make ${name} depend on its arguments and on tensors only; or leave compiled(…) out.`,
    { argument: name },
  );
}

function numberTime(
  name: string,
  t0: number,
  first: TracedCall,
  at: (t: number) => TracedCall,
): CompilationError {
  const difference = firstDifference(t0, first, at);
  return cannotCompile(
    difference === undefined
      ? "uses t as a number, so what it computes may change with t"
      : `uses t as a number: ${difference}`,
    'Take t as a tensor: write time: "tensor" in compiled(f, { time: "tensor" }), and tf.mul(y, tf.sin(t)) in f.',
    { argument: name },
  );
}

function firstDifference(
  t0: number,
  { graph }: TracedCall,
  at: (t: number) => TracedCall,
): string | undefined {
  for (const distance of DISTANCES) {
    const t = t0 + distance;
    try {
      const difference = differenceOf(graph, at(t).graph);
      if (difference !== undefined) return `at t = ${t0} and t = ${t} it ${difference}`;
    } catch {
      // It need not be defined at times that the user did not ask for.
    }
  }
  return undefined;
}
