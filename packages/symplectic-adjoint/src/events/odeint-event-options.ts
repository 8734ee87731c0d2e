import type { Adjoint, OptionTable, Tree } from "@symplectic-adjoint/core";
import {
  adjointContract,
  booleanRequirement,
  checkOptions,
  numberRequirement,
  type Requirement,
  required,
} from "@symplectic-adjoint/core";
import { eventDirection, probeCount } from "@symplectic-adjoint/events";
import type { Tensor } from "@tensorflow/tfjs-core";
import { optionTables } from "../options/option-tables.js";
import type { AsyncOptions, BudgetOptions, OdeOptions } from "../options/options.js";
import { hintForAdjoint } from "../options/peer-adjoints.js";
import { hintForOption } from "../options/peer-names.js";
import type { SaveFunction, TimeKind } from "../options/state-functions.js";
import { conditionRequirement } from "./event-requirements.js";

/** Options that only concern outputs, of which there are none. */
type OutputOptions = "interpolate" | "saveSteps" | "saveStart" | "save";

/** Options of `odeintEvent`: those of the `odeint` functions that do not concern outputs, and those of the event. */
export interface OdeintEventOptions<Y = Tree<Tensor>, T extends TimeKind = TimeKind>
  extends Omit<OdeOptions<Tensor, Y, unknown, T>, OutputOptions>,
    BudgetOptions {
  /**
   * g(t, y), a scalar tensor: the integration ends where it first crosses zero. It is differentiated like f, with the
   * variables and layers that it reads.
   */
  readonly event: SaveFunction<Tensor, Y, Tensor, T, never>;
  /**
   * Which crossings count, in the order of the integration: 1 from negative to positive, -1 from positive to negative,
   * 0 (default) both.
   */
  readonly direction?: -1 | 0 | 1 | undefined;
  /** Number of places within each step at which the sign of g is examined besides the ends. Default 1. */
  readonly probes?: number | undefined;
  /** Whether time decreases. Default false. */
  readonly reverse?: boolean | undefined;
  /**
   * The time at which the search ends without an event, which is an error. Required for fixed steps. Default: none; the
   * search is limited by `maxNumSteps`.
   */
  readonly until?: number | undefined;
  /** How the gradient is computed. Default `symplecticAdjoint()`. */
  readonly adjoint?: Adjoint | undefined;
}

/** Options of `odeintEventAsync`. */
export interface OdeintEventAsyncOptions<Y = Tree<Tensor>, T extends TimeKind = TimeKind>
  extends OdeintEventOptions<Y, T>,
    Omit<AsyncOptions, "dense"> {}

const EVENT: Readonly<
  Record<"event" | "direction" | "probes" | "reverse" | "until" | "adjoint", Requirement>
> = {
  event: required({
    ...conditionRequirement,
    remedy: "Write event: (t, y) => …, which returns a scalar that is zero at the event.",
  }),
  direction: eventDirection,
  probes: probeCount,
  reverse: booleanRequirement("Write reverse: true to integrate backwards, or leave it out."),
  until: numberRequirement(
    Number.isFinite,
    "must be a finite number",
    "Write until: 10, the time at which to stop searching, or leave it out.",
  ),
  adjoint: { ...adjointContract, hintFor: hintForAdjoint },
};

const NOT_OPTIONS = [
  "interpolate",
  "saveSteps",
  "saveStart",
  "save",
  "dense",
  "events",
  "maxEvents",
];

const tables: Readonly<Record<"odeintEvent" | "odeintEventAsync", OptionTable>> = {
  odeintEvent: tableFrom(optionTables.budget),
  odeintEventAsync: tableFrom(optionTables.budgetAsync),
};

/** @throws OdeError if an option of `odeintEvent` or `odeintEventAsync` is unknown, missing or invalid. */
export function checkOdeintEventOptions(options: unknown, awaits: boolean): void {
  const owner = awaits ? "odeintEventAsync" : "odeintEvent";
  checkOptions(owner, options, tables[owner], {
    argument: "options",
    prefix: "options.",
    remedy: "Write { event: (t, y) => … }.",
    hint: hintForOption,
  });
}

function tableFrom(all: OptionTable): OptionTable {
  const entries = Object.entries(all).filter(([name]) => !NOT_OPTIONS.includes(name));
  return { ...EVENT, ...Object.fromEntries(entries) };
}
