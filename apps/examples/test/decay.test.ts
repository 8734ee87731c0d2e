import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

test("The smallest example finds the rate with which the points were generated.", async () => {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ["--conditions=@symplectic-adjoint/source", "--import", "tsx", "src/decay.ts"],
    { cwd: fileURLToPath(new URL("..", import.meta.url)) },
  );
  expect(stderr).toBe("");
  const rate = Number(/k ([\d.]+) {2}loss \S+\n$/.exec(stdout)?.[1]);
  expect(rate).toBeCloseTo(0.8, 2);
});
