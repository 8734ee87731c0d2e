import type { Slot } from "../program/program.js";

/** The numbers of slots that are next to one another, together. */
export function extentOf(slots: ReadonlyArray<Slot>): Slot {
  const length = slots.reduce((sum, slot) => sum + slot.length, 0);
  return { offset: slots[0]?.offset ?? 0, length };
}
