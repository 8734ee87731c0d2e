import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";

// `pnpm version-packages` is what writes changelogs: run on a copy of all that it reads.

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../", import.meta.url));
const changeset = join(root, "node_modules/@changesets/cli/bin.js");

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
}

let copy = "";
beforeEach(async () => {
  copy = await mkdtemp(join(tmpdir(), "changelogs-"));
});
afterEach(() => rm(copy, { recursive: true }));

const manifestIn = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(folder, "package.json"), "utf8"));

test("A change in the umbrella alone gives every published package the same new version and a changelog.", async () => {
  const folders = (await readdir(join(root, "packages"))).map((name) => `packages/${name}`);
  const sources = [".changeset/config.json", "package.json", "pnpm-workspace.yaml"];
  for (const file of [...sources, ...folders.map((folder) => `${folder}/package.json`)]) {
    await cp(join(root, file), join(copy, file));
  }
  await writeFile(
    join(copy, ".changeset/change.md"),
    '---\n"symplectic-adjoint": patch\n---\n\nFixed a thing.\n',
  );
  await run("git", ["init", "--quiet"], { cwd: copy });
  await run(process.execPath, [changeset, "version"], { cwd: copy });

  const { version } = await manifestIn(join(copy, "packages/symplectic-adjoint"));
  expect(version).not.toBe((await manifestIn(join(root, "packages/symplectic-adjoint"))).version);
  for (const folder of folders) {
    const manifest = await manifestIn(join(copy, folder));
    if (manifest.private) continue;
    expect(manifest.version).toBe(version);
    const changelog = await readFile(join(copy, folder, "CHANGELOG.md"), "utf8");
    expect(changelog).toMatch(`# ${manifest.name}\n\n## ${version}\n`);
  }
  expect(await readFile(join(copy, "packages/symplectic-adjoint/CHANGELOG.md"), "utf8")).toContain(
    "Fixed a thing.",
  );
});
