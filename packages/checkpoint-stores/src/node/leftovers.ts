import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync, unlinkSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";

const PREFIX = "symplectic-adjoint";
const SUFFIX = ".checkpoints";
/** The host, the process, its start, and a random part. */
const PATTERN = /^symplectic-adjoint-([^-]*)-(\d+)-(\d+)-[0-9a-f-]{36}\.checkpoints$/;

/** A new name of a file of this process. */
export function fileName(): string {
  const { pid } = process;
  return `${PREFIX}-${host()}-${pid}-${startOf(pid)}-${randomUUID()}${SUFFIX}`;
}

/** Removes the files in a folder that processes of this host left behind when they were killed. */
export function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) {
    const [, owner, pid, start] = PATTERN.exec(name) ?? [];
    if (owner !== host() || isRunning(Number(pid), start as string)) continue;
    try {
      unlinkSync(join(folder, name));
    } catch {
      // Another process was faster, or may not be allowed to: the next start tries again.
    }
  }
}

function host(): string {
  return hostname().replace(/[^A-Za-z0-9]/g, "_");
}

function isRunning(pid: number, start: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Processes of other users exist although they cannot be signalled.
    return (error as { readonly code?: string }).code === "EPERM";
  }
  const found = startOf(pid);
  return found === "0" || start === "0" || found === start;
}

/** When a process was started, in clock ticks: numbers of processes are used again. "0" where this is not known. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // After the name in parentheses, which may contain anything, it is the 20th field.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "0";
  } catch {
    return "0";
  }
}
