import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const script = fileURLToPath(new URL("../../assembly/build.mjs", import.meta.url));

test("The binary that is shipped, and its types, are what the sources compile to.", async () => {
  // Fails with what to do: pnpm build:wasm.
  const { stderr } = await promisify(execFile)(process.execPath, [script, "--check"]);
  expect(stderr).toBe("");
});
