import type { NetworkSize } from "./sizes.js";

/** The methods for measuring whole gradients. */
export const gradientMethods = ["rk4", "dopri5"] as const;

/** One of {@link gradientMethods}. */
export type GradientMethod = (typeof gradientMethods)[number];

/** A computation with a network: f, f with its VJP, only the matrix products of f, or a whole gradient by a method. */
export type NetworkKind = "evaluation" | "vjp" | "products" | GradientMethod;

/** The arithmetic of a step besides f: a linear combination, an error norm, or the combination as a chain of operations. */
export type StepKind = "combination" | "norm" | "chain";

/** Identifies a case: the computation and its size. Plain data, which processes exchange as JSON. */
export type CaseKey =
  | { readonly kind: NetworkKind; readonly network: NetworkSize }
  | { readonly kind: StepKind; readonly elements: number };

/** The key of a case that computes with a network, without the other fields of the size. */
export function networkCase(kind: NetworkKind, { batch, state, width }: NetworkSize): CaseKey {
  return { kind, network: { batch, state, width } };
}

/** The key of a case that computes the arithmetic of a step, for a state of this number of elements. */
export function stepCase(kind: StepKind, elements: number): CaseKey {
  return { kind, elements };
}

/** Whether two keys identify the same case. */
export function sameCase(a: CaseKey, b: CaseKey): boolean {
  return a.kind === b.kind && sameSize(a, b);
}

/** Whether two cases are of the same size. */
export function sameSize(a: CaseKey, b: CaseKey): boolean {
  const [ours, theirs] = [lengths(a), lengths(b)];
  return ours.length === theirs.length && ours.every((length, i) => length === theirs[i]);
}

/** For tables and messages: `vjp 64x2x64`. */
export function caseName(key: CaseKey): string {
  return `${key.kind} ${lengths(key).join("x")}`;
}

function lengths(key: CaseKey): ReadonlyArray<number> {
  if ("elements" in key) return [key.elements];
  const { batch, state, width } = key.network;
  return [batch, state, width];
}
