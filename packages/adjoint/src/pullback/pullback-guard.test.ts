import {
  IntegrationError,
  newStatistics,
  outcome,
  ParametersChangedError,
  ReleasedError,
  type SolveMode,
} from "@symplectic-adjoint/core";
import { accountingBackend, accountingDynamics, decay } from "@symplectic-adjoint/testing";
import { expect, test } from "vitest";
import { pullbackGuard } from "./pullback-guard.js";

const success = outcome("success", 1, 0.1);

function guard(
  mode: SolveMode,
  { ended = success, changed }: { ended?: typeof success; changed?: () => number | undefined } = {},
) {
  const dynamics = accountingDynamics(accountingBackend(), decay());
  return pullbackGuard(dynamics, mode, ended, newStatistics(), changed ?? (() => undefined));
}

test('In mode "value" there is no pullback, and the error says how to have one.', () => {
  expect(() => guard("value").enter()).toThrow(ReleasedError);
  expect(() => guard("value").enter()).toThrow(/differentiate: true/);
});

test('In mode "once" one pullback may free what it uses, and a second is refused.', () => {
  const { enter } = guard("once");
  expect(enter()).toEqual({ keep: false });
  expect(() => enter()).toThrow(/was called twice/);
});

test('In mode "repeatable" every pullback is to keep what it uses.', () => {
  const { enter } = guard("repeatable");
  expect([enter(), enter(), enter()]).toEqual(new Array(3).fill({ keep: true }));
});

test("After the release, which frees once, every pullback is refused.", () => {
  const { enter, release } = guard("repeatable");
  let freed = 0;
  for (let i = 0; i < 2; i++) release(() => freed++);
  expect(freed).toBe(1);
  expect(() => enter()).toThrow(/after its checkpoints were released/);
});

test("A parameter that has changed by the end of the forward pass was changed by f, and that is said.", () => {
  const { enter } = guard("once", { changed: () => 0 });
  expect(() => enter()).toThrow(
    /parameters\[0\] changed during the forward pass: f or code that ran during the solve assigned to it/,
  );
  expect(() => enter()).toThrow(/a plain number.*tf\.variable\(value, false\)/s);
});

test("A parameter that changed later was not, and the optimizer is named.", () => {
  let index: number | undefined;
  const { enter } = guard("once", { changed: () => index });
  index = 0;
  expect(() => enter()).toThrow(/between the forward and the backward pass.*optimizer's step/s);
});

test("A pullback that was refused does not use up the one that is allowed.", () => {
  let index: number | undefined;
  const { enter } = guard("once", { changed: () => index });
  index = 0;
  expect(() => enter()).toThrow(ParametersChangedError);
  index = undefined;
  expect(enter()).toEqual({ keep: false });
});

test("An integration that failed is refused with its outcome, before its parameters are looked at.", () => {
  const ended = outcome("aborted", 0.5, 0.1);
  const { enter } = guard("once", { ended, changed: () => 0 });
  expect(() => enter()).toThrow(IntegrationError);
});
