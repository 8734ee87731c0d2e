import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

// What users can import, pinned: a change shows up in review as a change of the snapshots beside this file.
// After a deliberate one: npx vitest run --project docs -u

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports: Readonly<Record<string, EntryFiles | string>>;
}

interface EntryFiles {
  readonly "@symplectic-adjoint/source": string;
}

const packages = new URL("../../packages/", import.meta.url);
const surfaces = readdirSync(packages)
  .map((folder) => ({ folder, manifest: manifestOf(folder) }))
  .filter(({ manifest }) => manifest.private !== true)
  .flatMap(({ folder, manifest }) =>
    Object.entries(manifest.exports)
      .filter(([entry]) => entry !== "./package.json")
      .map(([entry, files]) => ({
        name: `${manifest.name}${entry.slice(1)}`,
        snapshot: `${folder}${entry.slice(1).replaceAll("/", "-")}`,
        source: new URL(
          `${folder}/${(files as EntryFiles)["@symplectic-adjoint/source"]}`,
          packages,
        ),
      })),
  );

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(new URL(`${folder}/package.json`, packages), "utf8"));
}

/** The names that an index file re-exports, sorted, each with "type" or "value" before it. */
function exportedNames(source: string): Array<string> {
  const names: Array<string> = [];
  const rest = source
    .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "")
    .replace(/export (type )?\{([^}]*)\} from "[^"]+";/g, (_all, type, list: string) => {
      for (const item of list.split(",").map((text) => text.trim())) {
        if (item === "") continue;
        const kind = type !== undefined || item.startsWith("type ") ? "type" : "value";
        names.push(`${kind} ${item.replace(/^type /, "").replace(/^.* as /, "")}`);
      }
      return "";
    });
  // An index holds explicit re-exports and nothing else: what is left over would escape the snapshot.
  expect(rest.trim()).toBe("");
  return names.sort();
}

describe.each(surfaces)("The public surface of $name", ({ name, snapshot, source }) => {
  const names = () => exportedNames(readFileSync(source, "utf8"));

  test("holds the pinned names and no others.", async () => {
    await expect(`${names().join("\n")}\n`).toMatchFileSnapshot(`./public-surface/${snapshot}.txt`);
  });

  test("exists at run time.", async () => {
    const values = names()
      .filter((line) => line.startsWith("value "))
      .map((line) => line.slice("value ".length));
    expect(Object.keys(await import(name)).sort()).toEqual(values);
  });
});
