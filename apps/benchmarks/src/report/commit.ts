import { execFileSync } from "node:child_process";

/** The measured state of the repository. */
export interface Commit {
  readonly hash: string;
  /** Whether the working tree had changes. */
  readonly dirty: boolean;
}

/** The commit that is checked out; undefined outside a repository. */
export function commit(): Commit | undefined {
  try {
    const changes = git("status", "--porcelain", "--", ":/packages", ":/apps/*/src");
    return { hash: git("rev-parse", "HEAD"), dirty: changes !== "" };
  } catch {
    return undefined;
  }
}

function git(...args: ReadonlyArray<string>): string {
  return execFileSync("git", args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();
}
