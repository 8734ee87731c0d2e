import type { Storage } from "../arena/storage.js";
import type { Operand, ValueId } from "../values/values.js";

/** Where the values of a section are. */
export interface Places {
  /** Where an operand is read: one number for a constant of equal numbers that is read as a scalar. */
  read(operand: Operand): Storage;
  /** Where a value is written, and whether it is added to what is there; several if it is needed in several places. */
  stores(value: ValueId): ReadonlyArray<Destination>;
}

/** A place for a result. */
export interface Destination {
  readonly storage: Storage;
  readonly accumulates: boolean;
}
