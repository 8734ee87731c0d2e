import type { OdeError } from "@symplectic-adjoint/core";

/** What became of one member of an ensemble. */
export type MemberOutcome<T> =
  | {
      /** Position of the member in the list. */
      readonly index: number;
      readonly status: "success";
      readonly value: T;
      readonly error?: undefined;
    }
  | {
      readonly index: number;
      readonly status: "failure";
      readonly value?: undefined;
      readonly error: OdeError;
    };
