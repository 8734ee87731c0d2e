import type { Surroundings } from "../lowering/lower-section.js";
import type { Program, Slot } from "../program.js";
import type { Operand, Value, ValueId, Values } from "../values/values.js";
import { lasting, type Storage } from "./storage.js";

/** Numbers in each leaf of the inputs. */
export interface InputSizes {
  readonly states: ReadonlyArray<number>;
  readonly parameters: ReadonlyArray<number>;
  readonly captured: ReadonlyArray<number>;
  /** Of the outputs' cotangents; empty without derivatives. */
  readonly cotangents: ReadonlyArray<number>;
}

/** The places that last: inputs, constants, and what the prelude computes. */
export interface LastingPlaces {
  readonly inputs: { readonly [Role in keyof InputSizes]: ReadonlyArray<Storage> };
  readonly time: Storage;
  /** Whether the time has been asked for. */
  isTimeUsed(): boolean;
  readonly constants: ReadonlyArray<{ readonly storage: Storage; readonly values: Float64Array }>;
  /** Of a value that is not computed in the section. */
  place: Surroundings["place"];
  /** Makes a place for a result of the prelude. */
  keep(value: ValueId): Storage;
  /** The places of results of the prelude. */
  kept(): ReadonlyArray<Storage>;
}

/** Places for inputs; those of constants are made when they are asked for. */
export function lastingPlaces(list: Values["list"], sizes: InputSizes): LastingPlaces {
  const inputs = {
    states: sizes.states.map(lasting),
    parameters: sizes.parameters.map(lasting),
    captured: sizes.captured.map(lasting),
    cotangents: sizes.cotangents.map(lasting),
  };
  const time = lasting(1);
  let isTimeUsed = false;
  const known = new Map<ValueId, Storage>();
  const kept: Array<Storage> = [];
  const scalars = new Map<string, Storage>();
  const constants: Array<{ storage: Storage; values: Float64Array }> = [];
  const constant = (values: Float64Array, length: number): Storage => {
    const storage = lasting(length);
    constants.push({
      storage,
      values:
        values.length === length ? values : new Float64Array(length).fill(values[0] as number),
    });
    return storage;
  };
  const place = ({ value: id, shape }: Operand): Storage => {
    const { node, size } = list[id] as Value;
    if (node.kind === "constant" && node.values.length === 1 && shape.length === 0) {
      // The sign of zero counts.
      const key = Object.is(node.values[0], -0) ? "-0" : String(node.values[0]);
      const scalar = scalars.get(key) ?? constant(node.values, 1);
      scalars.set(key, scalar);
      return scalar;
    }
    const there = known.get(id);
    if (there !== undefined) return there;
    const made = node.kind === "constant" ? constant(node.values, size) : inputOf(node);
    known.set(id, made);
    return made;
  };
  const inputOf = (node: Value["node"]): Storage => {
    if (node.kind !== "input") throw new Error(`a value of kind ${node.kind} has no place`);
    if (node.role === "time") {
      isTimeUsed = true;
      return time;
    }
    const ofRole = {
      state: inputs.states,
      parameter: inputs.parameters,
      captured: inputs.captured,
      cotangent: inputs.cotangents,
    };
    return ofRole[node.role][node.index] as Storage;
  };
  return {
    inputs,
    time,
    isTimeUsed: () => isTimeUsed,
    constants,
    place,
    keep(id) {
      const storage = lasting((list[id] as Value).size);
      known.set(id, storage);
      kept.push(storage);
      return storage;
    },
    kept: () => kept,
  };
}

/** The slots of places that have been laid out. */
export function slotsOf(storages: ReadonlyArray<Storage>): ReadonlyArray<Slot> {
  return storages.map(({ offset, length }) => ({ offset, length }));
}

/** The values of constants, and where they are written. */
export function constantsOf({ constants }: LastingPlaces): Program["constants"] {
  return constants.map(({ storage, values }) => ({ offset: storage.offset, values }));
}
