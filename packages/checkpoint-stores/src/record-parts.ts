import { contract, type Requirement, required } from "@symplectic-adjoint/core";

/** The part of a backend that a record store uses. */
export const recordBackendRequirement: Requirement = required(
  contract(
    "a backend",
    {
      readsSynchronously: "boolean",
      ...Object.fromEntries(
        ["shape", "fromHost", "toHost", "toHostSync", "retain", "release"].map(
          (name) => [name, "function"] as const,
        ),
      ),
    },
    "Write recordStore(backend, hostMemory()).",
  ),
);

/** The members of a {@link RecordStorage}. */
export const recordStorageRequirement: Requirement = required(
  contract(
    "a storage of records",
    {
      name: "string",
      write: "function",
      read: "function",
      remove: "function",
      clear: "function",
      backlog: "function?",
      drain: "function?",
      readNow: "function?",
      prefetch: "function?",
      residentBytes: "function?",
    },
    "Write recordStore(backend, hostMemory()).",
  ),
);
