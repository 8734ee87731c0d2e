import type { ButcherTableau } from "@symplectic-adjoint/core";
import type { SymplecticPartner } from "../src/index.js";

/** y' = p (sin y + t/2), with its derivatives, by hand. */
const f = (t: number, y: number, p: number) => p * (Math.sin(y) + t / 2);
const fy = (y: number, p: number) => p * Math.cos(y);
const fp = (t: number, y: number) => Math.sin(y) + t / 2;

export interface ScalarStep {
  readonly t: number;
  readonly h: number;
  readonly y: number;
  readonly p: number;
}

/** ∂L/∂y and ∂L/∂p of one step. */
export interface Gradient {
  readonly y: number;
  readonly p: number;
}

const dot = (weights: ReadonlyArray<number>, terms: ReadonlyArray<number>) =>
  weights.reduce((total, weight, j) => total + weight * (terms[j] ?? 0), 0);

/** Stage times and states of the step. */
function stagesOf({ a, c }: ButcherTableau, { t, h, y, p }: ScalarStep) {
  const k: Array<number> = [];
  return a.map((row, i) => {
    const stage = { t: t + (c[i] as number) * h, y: y + h * dot(row, k) };
    k.push(f(stage.t, stage.y, p));
    return stage;
  });
}

/** Derivatives of y⁺ carried forward with the step itself: the ground truth. Times λ⁺ they are the gradient. */
export function tangentGradient(
  tableau: ButcherTableau,
  step: ScalarStep,
  lambda: number,
): Gradient {
  const carry = (dy: number, dp: number) => {
    const dk: Array<number> = [];
    stagesOf(tableau, step).forEach((stage, i) => {
      const dStage = dy + step.h * dot(tableau.a[i] as ReadonlyArray<number>, dk);
      dk.push(fy(stage.y, step.p) * dStage + fp(stage.t, stage.y) * dp);
    });
    return lambda * (dy + step.h * dot(tableau.b, dk));
  };
  return { y: carry(1, 0), p: carry(0, 1) };
}

/** The formula to compute with: g_i = h (b_i λ⁺ + Σ_j a_ji w_j), w_i = (∂f/∂y)ᵀ g_i. */
export function directGradient(
  tableau: ButcherTableau,
  step: ScalarStep,
  lambda: number,
): Gradient {
  const { a, b, stages } = tableau;
  const w: Array<number> = Array(stages).fill(0);
  const points = stagesOf(tableau, step);
  let dp = 0;
  for (let i = stages - 1; i >= 0; i--) {
    const { t, y } = points[i] as (typeof points)[number];
    const column = a.map((row) => row[i] ?? 0);
    const g = step.h * ((b[i] as number) * lambda + dot(column, w));
    w[i] = fy(y, step.p) * g;
    dp += fp(t, y) * g;
  }
  return { y: lambda + dot(Array(stages).fill(1), w), p: dp };
}

/** The adjoint equation integrated by the partner, from the end of the step to its start. */
export function partnerGradient(
  tableau: ButcherTableau,
  partner: SymplecticPartner,
  step: ScalarStep,
  lambda: number,
): Gradient & { readonly stages: ReadonlyArray<number>; readonly slopes: ReadonlyArray<number> } {
  const points = stagesOf(tableau, step);
  const stages: Array<number> = Array(points.length).fill(0);
  const slopes: Array<number> = Array(points.length).fill(0);
  let dp = 0;
  for (let i = points.length - 1; i >= 0; i--) {
    const { t, y } = points[i] as (typeof points)[number];
    const row = partner.backward[i] as ReadonlyArray<number>;
    const stage = (partner.modified[i] ? 0 : lambda) + step.h * dot(row, slopes);
    stages[i] = stage;
    slopes[i] = -fy(y, step.p) * stage;
    dp += step.h * (partner.b[i] as number) * fp(t, y) * stage;
  }
  return { y: lambda - step.h * dot(partner.b, slopes), p: dp, stages, slopes };
}
