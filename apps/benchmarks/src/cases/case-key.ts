import type { NetworkSize } from "./sizes.js";

/** The methods that whole gradients are measured with. */
export const gradientMethods = ["rk4", "dopri5"] as const;

/** One of {@link gradientMethods}. */
export type GradientMethod = (typeof gradientMethods)[number];

/** What is computed with a network: f, f with its VJP, the bare matrix products of f, or a whole gradient by a method. */
export type NetworkKind = "evaluation" | "vjp" | "products" | GradientMethod;

/** The arithmetic of a step besides f: a linear combination, an error norm, or the combination as a chain of operations. */
export type StepKind = "combination" | "norm" | "chain";

/** Which case is meant: what is computed, and at what size. Plain data, which processes exchange as JSON. */
export type CaseKey =
  | { readonly kind: NetworkKind; readonly network: NetworkSize }
  | { readonly kind: StepKind; readonly elements: number };

/** The key of a case that computes with a network, without what else the size carries. */
export function networkCase(kind: NetworkKind, { batch, state, width }: NetworkSize): CaseKey {
  return { kind, network: { batch, state, width } };
}

/** The key of a case that does the arithmetic of a step, for a state of so many elements. */
export function stepCase(kind: StepKind, elements: number): CaseKey {
  return { kind, elements };
}

/** Whether two keys mean the same case. */
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
