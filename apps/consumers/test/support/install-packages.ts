import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** A folder with the built packages in its node_modules, as npm would lay them out. */
    installed: string;
  }
}

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const app = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Builds the packages and copies what is published of them into the node_modules of a new folder, beside links to
 * TensorFlow.js and Jest. Copies, since tools treat what lies in node_modules differently, and look where a link leads.
 */
// biome-ignore lint/style/noDefaultExport: this is how Vitest takes a global set-up.
export default async function installPackages(project: TestProject): Promise<() => Promise<void>> {
  await promisify(execFile)(process.execPath, [
    join(root, "node_modules/typescript/bin/tsc"),
    "-b",
    root,
  ]);
  const folder = await mkdtemp(join(tmpdir(), "consumers-"));
  const modules = join(folder, "node_modules");
  for (const name of await readdir(join(root, "packages"))) {
    const source = join(root, "packages", name);
    const manifest = JSON.parse(await readFile(join(source, "package.json"), "utf8"));
    if (manifest.private) continue;
    for (const part of ["package.json", "dist"]) {
      await cp(join(source, part), join(modules, manifest.name, part), { recursive: true });
    }
  }
  const { dependencies } = JSON.parse(await readFile(join(app, "package.json"), "utf8"));
  for (const name of Object.keys(dependencies)) {
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(join(app, "node_modules", name), join(modules, name));
  }
  await cp(join(app, "programs"), folder, { recursive: true });
  project.provide("installed", folder);
  return () => rm(folder, { recursive: true });
}
