import { checkValue, contract, type Requirement, required } from "@symplectic-adjoint/core";

const READING = required(
  contract(
    "a computation that asks for numbers",
    { next: "function", throw: "function" },
    "Call the generator function first: runSync(integrate(problem, operations, tally), backend).",
  ),
);
const BACKENDS: Readonly<Record<"read" | "readSync", Requirement>> = {
  read: reader("read"),
  readSync: reader("readSync"),
};

/** @throws InvalidArgumentError when there is nothing to drive, or nothing to answer with. */
export function checkDriver(reading: unknown, backend: unknown, reads: "read" | "readSync"): void {
  checkValue("reading", reading, READING);
  checkValue("backend", backend, BACKENDS[reads]);
}

function reader(name: string): Requirement {
  return required(
    contract("a backend", { [name]: "function" }, "Pass the backend that the problem is of."),
  );
}
