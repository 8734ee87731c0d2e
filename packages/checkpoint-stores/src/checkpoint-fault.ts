import { CheckpointError, OdeError } from "@symplectic-adjoint/core";
import { RecordFault } from "./record-storage.js";

/** The error that a failure of a storage becomes. Errors of the library, such as those of an engine, stay as they are. */
export function checkpointFault(
  store: string,
  step: number,
  action: "stored" | "read",
  failure: unknown,
): OdeError {
  if (failure instanceof OdeError) return failure;
  const { problem, remedy } =
    failure instanceof RecordFault
      ? failure
      : {
          problem: `could not be ${action}: ${failure instanceof Error ? failure.message : String(failure)}`,
          remedy: "Remove the cause, or pass another store, and solve again.",
        };
  return new CheckpointError({
    argument: `The checkpoint of step ${step} in the store "${store}"`,
    problem,
    remedy,
    cause: failure,
  });
}
