import type { FunctionRequest, Structure } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { SolveArgs } from "../args/solve-args.js";
import { flattenTree, isPlainObject, sameStructure } from "../imports/core.js";
import { isTensor, isVariable } from "../tensors.js";
import type { TraceRequest } from "../trace/traced-function.js";

/** What a solve asks for. */
export interface CacheRequest extends TraceRequest {
  readonly precision: "float32" | "float64";
}

/** What decides whether programs fit a solve. */
export interface CacheKey {
  readonly structure: Structure;
  /** Everything else that is compared by value. */
  readonly text: string;
  /** What is compared by identity. */
  readonly objects: ReadonlyArray<unknown>;
}

/** The key of a solve. Its arguments are compared by shape, type and place: which of them are the same tensor. */
export function keyOf(request: CacheRequest, args: SolveArgs): CacheKey {
  const { structure, shapes, parameters, differentiate, time, precision } = request;
  const functions: ReadonlyArray<FunctionRequest> = request.functions ?? [];
  const given = parameters === undefined ? [] : leavesOf(parameters);
  const searches = differentiate && parameters === undefined;
  return {
    structure,
    text: JSON.stringify([
      ...[shapes, differentiate, time ?? "number", precision],
      ...[functions.map(({ returns }) => returns), given.length, parameters === undefined],
      ...[args.places, args.tensors.map((tensor) => kindOf(tensor, searches))],
      placesOf(given, args),
    ]),
    objects: [
      ...given.map((leaf) => (args.tensors.includes(leaf as Tensor) ? "argument" : leaf)),
      ...functions.map(({ func }) => func),
    ],
  };
}

/** Whether two solves can use the same programs. */
export function isLike(a: CacheKey, b: CacheKey): boolean {
  return (
    a.text === b.text &&
    a.objects.length === b.objects.length &&
    a.objects.every((object, i) => object === b.objects[i]) &&
    sameStructure(a.structure, b.structure)
  );
}

/** @param searches Whether parameters are looked for: trainable variables come first, and others are none. */
function kindOf(tensor: Tensor, searches: boolean): ReadonlyArray<unknown> {
  const { shape, dtype } = tensor;
  return [shape, dtype, searches && isVariable(tensor) ? tensor.trainable : undefined];
}

/** Whether a value is a tree of parameters no further. */
function isLeaf(value: unknown): value is object {
  if (Array.isArray(value)) return false;
  return !isPlainObject(value) || typeof (value as { read?: unknown }).read === "function";
}

/** The parameters that the user named, one by one: a list is often written anew. */
function leavesOf(parameters: unknown): ReadonlyArray<object> {
  return flattenTree(parameters as object, isLeaf).leaves;
}

/** Which arguments are among the tensors that parameters stand for. */
function placesOf(
  given: ReadonlyArray<unknown>,
  { tensors }: SolveArgs,
): ReadonlyArray<ReadonlyArray<number>> {
  if (tensors.length === 0) return [];
  return given.map((parameter) => tensorsOf(parameter).map((tensor) => tensors.indexOf(tensor)));
}

/** The tensors that a parameter stands for: it may be the weight of a layer, or a model. */
function tensorsOf(parameter: unknown): ReadonlyArray<Tensor> {
  if (isTensor(parameter)) return [parameter];
  const { read, trainableWeights } = (parameter ?? {}) as {
    readonly read?: unknown;
    readonly trainableWeights?: unknown;
  };
  if (Array.isArray(trainableWeights)) return trainableWeights.flatMap(tensorsOf);
  if (typeof read !== "function") return [];
  const tensor: unknown = read.call(parameter);
  return isTensor(tensor) ? [tensor] : [];
}
