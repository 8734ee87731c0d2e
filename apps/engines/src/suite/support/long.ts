import { inject } from "vitest";

declare module "vitest" {
  export interface ProvidedContext {
    /** Whether `LONG=1` is set. */
    long?: boolean;
  }
}

/** Whether tests run at full length: `LONG=1`, by hand. */
export const long: boolean = inject("long") === true;
