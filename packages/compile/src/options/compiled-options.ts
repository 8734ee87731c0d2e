import type { Requirement } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { GraphExecutor } from "../executors/graph-executor.js";
import { checkOptions, enumRequirement, InvalidArgumentError, must } from "../imports/core.js";
import { isTensor } from "../tensors.js";
import type { OperationSet } from "../trace/kernels/operation-set.js";

/** Options of `compiled`. */
export interface CompiledOptions {
  /**
   * How f gets the time: as a number, or as a scalar tensor, which an f that uses the time needs to be compiled. Default:
   * the option `time` of the solve, or else "number".
   */
  readonly time?: "number" | "tensor" | undefined;
  /**
   * "float32" (default): a function of tensors. "float64": a function of the backend float64, whose arrays are
   * Float64Arrays.
   */
  readonly precision?: "float32" | "float64" | undefined;
  /**
   * With "float64", the shapes of the tensors that f sees, in the structure of the state: `[64, 2]`, or
   * `{ q: [64], p: [64] }`. Default: an array of n numbers is a tensor of shape [n].
   */
  readonly stateShape?: ShapeTree | undefined;
  /**
   * With "float64", parameters in double precision: Float64Arrays that are used in place of tensors that f reads, with as
   * many numbers. They are the parameters of the solution, and read at the beginning of each solve. Default: copies of
   * the tensors' values.
   */
  readonly parameters?: ReadonlyMap<Tensor, Float64Array> | undefined;
  /**
   * What runs the program. Default "auto": WebAssembly where it is allowed and has SIMD, else JavaScript. For large networks
   * in Node, `tensorflowGraphs` of `@symplectic-adjoint/compile/tensorflow`.
   */
  readonly executor?: "auto" | "wasm" | "javascript" | GraphExecutor | undefined;
  /**
   * Sets of operations that f and the other functions of its solves use besides those that every function can, such as
   * `images` of `@symplectic-adjoint/compile/operations`. Default: none.
   */
  readonly operations?: ReadonlyArray<OperationSet> | undefined;
  /**
   * What happens if f cannot be compiled: "error" (default), or "interpret": it runs as without `compiled`, and
   * `stats.compiled` of the solution says why. "float64" cannot be interpreted.
   */
  readonly onUnsupported?: "error" | "interpret" | undefined;
}

/** Shapes in the structure of a state. */
export type ShapeTree = ReadonlyArray<number> | ReadonlyArray<ShapeTree> | ShapeRecord;

/** Shapes by name. */
export interface ShapeRecord {
  readonly [key: string]: ShapeTree;
}

const TABLE: Readonly<Record<keyof CompiledOptions, Requirement>> = {
  time: enumRequirement(
    ["number", "tensor"],
    'Write time: "tensor" if f takes the time as a scalar tensor, or leave it out.',
  ),
  precision: enumRequirement(
    ["float32", "float64"],
    'Write precision: "float64" for a function of the backend float64, or leave it out.',
  ),
  stateShape: must(
    isShapeTree,
    "must be a list of sizes, or such lists in the structure of the state",
    "Write stateShape: [64, 2], or leave it out.",
  ),
  parameters: must(
    isParameterMap,
    "must be a Map from tensors to Float64Arrays of as many numbers",
    "Write parameters: new Map([[w, Float64Array.from(await w.data())]]), or leave it out.",
  ),
  executor: must(
    isExecutor,
    'must be "auto", "wasm", "javascript", or made by tensorflowGraphs()',
    'Write executor: "javascript" to run without WebAssembly, or leave it out.',
  ),
  operations: must(
    isOperations,
    "must be a list of sets of operations",
    'Write operations: [images], with images from "@symplectic-adjoint/compile/operations", or leave it out.',
  ),
  onUnsupported: enumRequirement(
    ["error", "interpret"],
    'Write onUnsupported: "interpret" to run what cannot be compiled as it is, or leave it out.',
  ),
};

/** @throws OdeError if an option of `compiled` is unknown or invalid, or only useful with another precision. */
export function checkCompiledOptions(options: unknown): void {
  checkOptions("compiled", options, TABLE, {
    prefix: "options.",
    remedy: "Write compiled(f, {}).",
  });
  const given = options as CompiledOptions;
  if (given.precision !== "float64") {
    for (const name of ["stateShape", "parameters"] as const)
      if (given[name] !== undefined) throw onlyDouble(name, given[name]);
  } else if (given.onUnsupported === "interpret") throw notInterpreted();
}

function onlyDouble(argument: string, value: unknown): InvalidArgumentError {
  return new InvalidArgumentError({
    argument,
    value,
    problem: 'is an option of precision: "float64" only',
    remedy:
      'Add precision: "float64", or leave it out: tensors have shapes and values of their own.',
  });
}

function notInterpreted(): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: "onUnsupported",
    value: "interpret",
    problem: "is impossible in double precision, which TensorFlow.js does not have",
    remedy: 'Leave it out, or write precision: "float32".',
  });
}

function isShapeTree(value: unknown): boolean {
  if (isShape(value)) return true;
  if (Array.isArray(value)) return value.every(isShapeTree);
  if (typeof value !== "object" || value === null) return false;
  const items = Object.values(value);
  return items.length > 0 && items.every(isShapeTree);
}

/** Whether a part of a tree of shapes is a shape. An empty list is one, that of a scalar. */
export function isShape(value: unknown): value is ReadonlyArray<number> {
  return (
    Array.isArray(value) &&
    value.every((size) => Number.isSafeInteger(size) && (size as number) > 0)
  );
}

function isExecutor(value: unknown): boolean {
  const { name, load } = Object(value) as Partial<GraphExecutor>;
  const isMade = name === "tensorflow" && typeof load === "function";
  return isMade || value === "auto" || value === "wasm" || value === "javascript";
}

function isOperations(value: unknown): boolean {
  // Spread, so that holes are found.
  return Array.isArray(value) && [...value].every((set) => typeof set?.kernels === "object");
}

function isParameterMap(value: unknown): boolean {
  if (!(value instanceof Map)) return false;
  for (const [tensor, numbers] of value) {
    const fits =
      isTensor(tensor) && numbers instanceof Float64Array && numbers.length === tensor.size;
    if (!fits) return false;
  }
  return true;
}
