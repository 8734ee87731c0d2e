import { defineTasks, type Tasks } from "@symplectic-adjoint/parallel";
import { type FitInput, fitPelts } from "./fit-pelts.js";

/** What workers can do: one fit, of the record that all fits share. */
export const tasks: Tasks = defineTasks(
  { fit: (input: FitInput, record: Float64Array) => ({ ...fitPelts(record, input) }) },
  { version: "1" },
);
