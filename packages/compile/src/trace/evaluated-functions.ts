import type { TensorFunction } from "@symplectic-adjoint/backend-tfjs";
import type { DynamicsContext, State, Structure } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { bindArgs } from "../args/bind-args.js";
import { sizeOf } from "../graph/shapes.js";
import { tfjs } from "../imports/backend-tfjs.js";
import type { BoundRequest, TraceRequest } from "./traced-function.js";
import { type CallNotes, isModel, wrapFunction } from "./wrap-function.js";

/** One function as the solver calls it, its results checked. */
export interface Evaluated {
  /** How errors name it. */
  readonly name: string;
  evaluate(t: number, y: State<Tensor>): State<Tensor>;
  /** Of its value; known after the first evaluation. */
  structure(): Structure;
}

/** The functions of a solve, f first. */
export interface EvaluatedFunctions {
  readonly functions: ReadonlyArray<Evaluated>;
  /** The parameters that the user gave, or those of a model. */
  readonly given: ReadonlyArray<Tensor>;
}

/** The functions of a solve, with their time and their results noted if that is wanted. */
export function evaluatedFunctions(
  func: TensorFunction,
  request: TraceRequest,
  notes?: CallNotes,
): EvaluatedFunctions {
  const { structure, functions: requests = [] } = request;
  const note = <F>(one: F): F => (notes === undefined ? one : wrapFunction(one, notes));
  const dynamics = withZeros(request, (y0) =>
    tfjs.dynamics(note(bindArgs(func, request.args)), {
      ...contextOf(func, request),
      y0,
      functions: requests.map((one) => ({ ...one, func: note(boundFunction(one)) })),
    }),
  );
  const others = (dynamics.functions ?? []).map((one, i) => ({
    name: requests[i]?.name ?? "",
    evaluate: (t: number, y: State<Tensor>) => one.evaluate(t, y),
    structure: () => one.structure as Structure,
  }));
  const f: Evaluated = { name: "f", evaluate: dynamics.evaluate, structure: () => structure };
  return { functions: [f, ...others], given: dynamics.parameters };
}

/** For each function, the states for which it was rehearsed. */
const rehearsed = new WeakMap<object, Set<string>>();

/**
 * Evaluates every function once on the engine in use, at zeros, unless that was done for the same shapes before: models
 * make their weights at their first call, and what functions return is checked. Frees everything else.
 */
export function rehearse(func: TensorFunction, request: TraceRequest): void {
  const all = [{ func, args: request.args }, ...(request.functions ?? [])];
  const states = all.map(({ args = [] }) =>
    JSON.stringify([
      ...[request.structure, request.shapes, request.time],
      args.map(({ shape, dtype }) => [shape, dtype]),
    ]),
  );
  const known = all.map((one, i) => rehearsed.get(one.func as object)?.has(states[i] as string));
  if (known.every((one) => one === true)) return;
  // Weights that are not made yet are not parameters.
  const later = { ...request, parameters: undefined, differentiate: false };
  const { functions } = evaluatedFunctions(func, later);
  withZeros(request, (y) => {
    for (const one of functions) one.evaluate(request.t0, y);
  });
  for (const [i, one] of all.entries()) {
    const earlier = rehearsed.get(one.func as object) ?? new Set();
    rehearsed.set(one.func as object, earlier.add(states[i] as string));
  }
}

function boundFunction({ func, args }: BoundRequest): unknown {
  return bindArgs(func as TensorFunction, args);
}

function contextOf(
  func: TensorFunction,
  { t0, structure, parameters, differentiate, time }: TraceRequest,
): Omit<DynamicsContext<Tensor>, "y0"> {
  const found = parameters ?? (differentiate && isModel(func) ? func : undefined);
  return { t0, structure, time, parameters: found, differentiate: false };
}

/** Runs `body` with a state of zeros, and frees what it makes. */
function withZeros<T>({ shapes }: TraceRequest, body: (y: State<Tensor>) => T): T {
  tfjs.openScope();
  try {
    return body(shapes.map((shape) => tfjs.fromHost(new Float32Array(sizeOf(shape)), shape)));
  } finally {
    tfjs.closeScope([]);
  }
}
