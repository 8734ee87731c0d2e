import { elementary, smallTableaux } from "@symplectic-adjoint/testing";
import { dividing } from "./dividing.js";
import type { Program } from "./program.js";

const adaptive = { controller: elementary(0.2) };
/** Solves with something within steps, of every kind. */
export const programs: Readonly<Record<string, Program>> = {
  "landed outputs": { times: [0.2, 0.5, 1.1] },
  "outputs at the same time": { times: [0.2, 0.2, 0.5, 0.5, 0.5, 1.1, 1.1] },
  "interpolated outputs": { times: [0.2, 0.3, 0.35, 0.5, 0.5, 0.9, 1.1, 1.1], interpolates: true },
  "interpolated outputs, backward": { times: [1.1, 0.9, 0.85, 0.5, 0.2], interpolates: true },
  "adaptive steps": { ...adaptive, times: [0.2, 0.3, 0.35, 0.5, 0.9, 3.1], interpolates: true },
  "an interpolant with a stage of its own": {
    tableau: smallTableaux.rk4,
    times: [0.2, 0.3, 0.35, 0.5, 0.9, 1.1],
    interpolates: true,
  },
  "outputs without a cotangent": {
    times: [0.2, 0.3, 0.35, 0.5, 0.9, 1.1],
    interpolates: true,
    without: [0, 2, 5],
  },
  "steps of the intervals": {
    controller: dividing(3, "intervals"),
    times: [0.2, 0.5, 1.1],
    stepT: [0.3],
  },
  "interpolated steps of the intervals": {
    controller: dividing(2, "intervals"),
    times: [0.2, 0.5, 0.5, 1.1],
    interpolates: true,
  },
  "equal steps": {
    controller: dividing(7, "proportional"),
    times: [0.2, 0.5, 1.1],
    jumpT: [0.6],
  },
  "equal steps of the span": {
    controller: dividing(7, "proportional"),
    times: [0.2, 0.3, 0.5, 1.1],
    interpolates: true,
  },
  "jumps and step times": {
    ...adaptive,
    times: [0.2, 0.5, 0.7, 1.4],
    jumpT: [0.6, 0.8, 2],
    stepT: [0.1, 0.7, 0.9],
    interpolates: true,
  },
  "landed jumps, backward": {
    ...adaptive,
    times: [1.4, 0.7, 0.2],
    jumpT: [0.6, 0.8],
    stepT: [0.9],
  },
  "jumps and step times at outputs": {
    times: [0.2, 0.5, 0.5, 0.7, 0.9, 1.4, 1.4],
    jumpT: [0.2, 0.5, 0.9, 1.4],
    stepT: [0.7, 0.9, 1.4],
  },
  "jumps and step times at interpolated outputs, backward": {
    ...adaptive,
    times: [1.4, 1.4, 0.9, 0.7, 0.7, 0.5, 0.2],
    jumpT: [0.5, 0.9],
    stepT: [0.7, 0.9],
    interpolates: true,
    saves: true,
  },
  "interpolated outputs at times between equal steps": {
    controller: dividing(4, "proportional"),
    times: [0, 0.5, 1, 1, 2],
    jumpT: [0.5],
    interpolates: true,
  },
  "steps of the intervals, with a jump and step times at outputs": {
    controller: dividing(2, "intervals"),
    times: [0.2, 0.5, 0.5, 0.8, 1.1],
    jumpT: [0.5],
    stepT: [0.8],
    savesSteps: true,
  },
  "saved outputs": { times: [0.2, 0.2, 0.5, 1.1], saves: true },
  "saved outputs within steps": {
    times: [0.2, 0.2, 0.3, 0.35, 0.5, 0.9, 1.1],
    interpolates: true,
    saves: true,
  },
  "all steps": { times: [0.2, 0.5, 1.1], savesSteps: true },
  "all steps and outputs within them": {
    ...adaptive,
    times: [0.2, 0.35, 0.5, 1.1],
    savesSteps: true,
    interpolates: true,
  },
  "all steps, saved, and outputs within them": {
    ...adaptive,
    times: [0.2, 0.35, 0.5, 1.1],
    savesSteps: true,
    saves: true,
    interpolates: true,
  },
  "dense output": {
    ...adaptive,
    times: [0.2, 1.1],
    places: [
      { step: 0, theta: 0 },
      { step: 0, theta: 0.3 },
      { step: 0, theta: 1 },
      { step: 1, theta: 0.4, isDerivative: true },
      { step: 1, theta: 0.9, isDerivative: true },
    ],
  },
  "dense output and interpolated outputs": {
    times: [0.2, 0.3, 1.1],
    interpolates: true,
    places: [
      { step: 0, theta: 0.3 },
      { step: 2, theta: 1, isDerivative: true },
    ],
  },
  "an end before the last time": { times: [0.2, 0.3, 0.6, 1.1, 1.4], stopsAt: 3 },
  "an end before the last time, interpolated": {
    times: [0.2, 0.3, 0.6, 1.1, 1.4],
    stopsAt: 3,
    interpolates: true,
  },
  "an event that is only noted": { times: [0.2, 0.7, 1.1], events: [{ level: 0.5 }] },
  "an event that ends the integration": {
    times: [0.2, 0.3, 1.1],
    events: [{ level: 0.5, ends: true }],
  },
  "the same, interpolated": {
    times: [0.2, 0.3, 0.35, 1.1],
    interpolates: true,
    events: [{ level: 0.5, ends: true }],
  },
  "the same, saved": {
    times: [0.2, 0.3, 0.35, 1.1],
    interpolates: true,
    saves: true,
    events: [{ level: 0.5, ends: true }],
  },
  resets: { ...adaptive, times: [0.2, 1.1, 3.1], events: [{ level: 0.3, kicks: true }] },
  "resets in a program with everything": {
    ...adaptive,
    times: [0.2, 0.5, 0.5, 0.9, 1.1, 1.7, 2, 3.1],
    jumpT: [0.8, 1.5],
    stepT: [0.6, 2.2],
    interpolates: true,
    saves: true,
    savesSteps: true,
    events: [{ level: 0.3, kicks: true }, { level: 0.5 }, { level: 0.1, kicks: true }],
    places: [
      { step: 0, theta: 0.3 },
      { step: 1, theta: 0.3, isDerivative: true },
      { step: 2, theta: 0.3, isDerivative: true },
      { step: 3, theta: 0.3 },
      { step: 4, theta: 0.7 },
    ],
  },
  "resets in proportional steps": {
    controller: dividing(7, "proportional"),
    times: [0.2, 0.5, 1.1, 2.1],
    events: [{ level: 0.3, kicks: true }],
  },
  "resets, backward": {
    times: [2.1, 1.6, 1.1, 0.2],
    interpolates: true,
    events: [
      { level: 0.5, kicks: true },
      { level: 0.8, kicks: true },
    ],
  },
  "resets without gradients for times": {
    times: [0.2, 0.5, 1.1, 2.1],
    interpolates: true,
    events: [{ level: 0.3, kicks: true }],
    wantsTimes: false,
  },
  "no steps": { times: [0.2] },
  "no steps and several outputs": { times: [0.2, 0.2], saves: true },
  "without times": {
    times: [0.2, 0.3, 0.35, 0.5, 0.9, 1.1],
    interpolates: true,
    wantsTimes: false,
  },
};
