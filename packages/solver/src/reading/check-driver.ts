import { checkValue, contract, type Requirement, required } from "@symplectic-adjoint/core";

const READING = required(
  contract(
    "a computation that requests scalars",
    { next: "function", throw: "function" },
    "Call the generator function first: runSync(integrate(problem, operations, tally), backend).",
  ),
);
const BACKENDS: Readonly<Record<"read" | "readSync", Requirement>> = {
  read: reader("read"),
  readSync: reader("readSync"),
};

/** @throws InvalidArgumentError if `reading` is not a computation, or `backend` cannot read. */
export function checkDriver(reading: unknown, backend: unknown, reads: "read" | "readSync"): void {
  checkValue("reading", reading, READING);
  checkValue("backend", backend, BACKENDS[reads]);
}

function reader(name: string): Requirement {
  return required(
    contract("a backend", { [name]: "function" }, "Pass the backend of the problem."),
  );
}
