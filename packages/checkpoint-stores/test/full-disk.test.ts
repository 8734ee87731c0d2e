import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CheckpointError } from "@symplectic-adjoint/core";
import { countingBackend } from "@symplectic-adjoint/testing";
import { afterAll, describe, expect, test } from "vitest";
import { recordStore } from "../src/index.js";
import { fileStorage } from "../src/node/index.js";
import { settled, turnOver } from "./support/settled.js";
import { openFilesIn } from "./support/temporary-folder.js";

const folder = mkdtempSync(join(tmpdir(), "full-disk-"));

/** A disk of 1 MiB, which is memory. Linux lets the superuser make one. */
function mountDisk(): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const isMounted = mountDisk();

afterAll(() => {
  if (isMounted) execFileSync("umount", [folder]);
  rmSync(folder, { recursive: true });
});

describe.runIf(isMounted)(
  "On a disk that becomes full, which takes Linux and its superuser,",
  () => {
    test.each([true, false])(
      "the store says so, and leaves it as it was (read at once: %s).",
      async (atOnce) => {
        const backend = countingBackend(atOnce);
        const store = recordStore(backend, fileStorage({ folder }));
        const numbers = Array.from({ length: 20_000 }, (_, i) => i);
        let stored = 0;
        async function fill(): Promise<void> {
          for (; stored < 100; stored++) {
            const state = backend.make(...numbers);
            try {
              await settled(store.put(stored, state));
            } finally {
              backend.release(state);
            }
          }
        }
        const filling = fill();
        await expect(filling).rejects.toThrow(CheckpointError);
        await expect(filling).rejects.toThrow(
          /^The checkpoint of step \d+ in the store "file in .*" could not be written: the disk of .* is full\. Free space there/,
        );
        // More than memory alone holds, and no more than fits in.
        expect(stored).toBeGreaterThan(5);
        expect(stored).toBeLessThan(20);
        store.clear();
        expect(readdirSync(folder)).toEqual([]);
        await expect.poll(() => openFilesIn(folder)).toEqual([]);
        await turnOver();
        expect(backend.live()).toBe(0);
        // There is room again.
        await settled(store.put(0, backend.make(1)));
        store.clear();
      },
    );
  },
);
