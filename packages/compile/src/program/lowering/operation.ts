import type { Storage } from "../arena/storage.js";
import type { Instruction } from "../program.js";

/** An instruction before its operands have places. */
export interface Operation {
  readonly reads: ReadonlyArray<Storage>;
  readonly writes: ReadonlyArray<Storage>;
  /** Results that may be written in the place of an operand, if nothing reads that afterwards. */
  readonly inPlace: ReadonlyArray<{ readonly write: Storage; readonly read: Storage }>;
  /** Once the arena is laid out. */
  readonly instruction: () => Instruction;
}
