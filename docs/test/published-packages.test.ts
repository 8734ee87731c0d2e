import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { linksOf } from "./links.js";

// What a package's page on npm is made of. The root's package.json says it once; packages repeat it, since each is
// published by itself, and are held to it here: a new package cannot lack any of it.

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly description?: string;
  readonly keywords?: ReadonlyArray<string>;
  readonly author?: string;
  readonly license?: string;
  readonly homepage?: string;
  readonly bugs?: { readonly url: string };
  readonly repository?: { readonly type: string; readonly url: string; readonly directory: string };
  readonly type?: string;
  readonly engines?: { readonly node: string };
  readonly main?: string;
  readonly types?: string;
  readonly exports: Readonly<Record<string, { readonly types: string; readonly default: string }>>;
  readonly typesVersions?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly files?: ReadonlyArray<string>;
  readonly publishConfig?: { readonly access: string; readonly provenance: boolean };
}

const root = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");
const manifestOf = (folder: string): Manifest => JSON.parse(read(`${folder}package.json`));

const whole = manifestOf("");
const repository = whole.repository?.url.replace(/^git\+|\.git$/g, "") ?? "";
/** Where .github/workflows/docs.yml puts the site. */
const pages = repository
  .replace(/^https:\/\/github\.com\/([^/]+)\//, "https://$1.github.io/")
  .concat("/");
const published = readdirSync(new URL("packages/", root))
  .map((name) => ({ folder: `packages/${name}`, manifest: manifestOf(`packages/${name}/`) }))
  .filter(({ manifest }) => manifest.private !== true);

test("The repository says where it is, whose it is, and where to report faults.", () => {
  expect(whole).toMatchObject({
    license: "MIT",
    author: expect.stringMatching(/\w/),
    repository: { type: "git", url: expect.stringMatching(/^git\+https:\/\/.*\.git$/) },
    homepage: `${repository}#readme`,
    bugs: { url: `${repository}/issues` },
  });
});

describe.each(published)("The package $manifest.name", ({ folder, manifest }) => {
  test("says what it is, whose it is, where it comes from, and is published with provenance.", () => {
    expect(manifest).toMatchObject({
      description: expect.stringMatching(/\w/),
      author: whole.author,
      license: whole.license,
      homepage: `${repository}/tree/main/${folder}#readme`,
      bugs: whole.bugs,
      repository: { ...whole.repository, directory: folder },
      engines: whole.engines,
      publishConfig: { access: "public", provenance: true },
    });
    expect(manifest.keywords).toEqual(
      expect.arrayContaining(["ode", "ode-solver", "tensorflow.js", "adjoint"]),
    );
  });

  test("ships what is built, its sources, and its changelog.", () => {
    expect(manifest.files).toEqual(expect.arrayContaining(["dist", "src", "CHANGELOG.md"]));
    // `changeset version` writes the changelog together with the version, so before the first one there is none.
    if (manifest.version !== "0.0.0") {
      expect(read(`${folder}/CHANGELOG.md`)).toContain(`\n## ${manifest.version}\n`);
    }
  });

  test("is found by TypeScript that does not read exports, as with module: commonjs before 6.", () => {
    const { ".": entry, "./package.json": _manifest, ...others } = manifest.exports;
    expect(manifest).toMatchObject({ type: "module", main: entry?.default, types: entry?.types });
    const versions = Object.entries(others).map(([path, { types }]) => [path.slice(2), [types]]);
    expect(manifest.typesVersions?.["*"] ?? {}).toEqual(Object.fromEntries(versions));
  });

  test("has a README that begins with its name and leads to the umbrella, the docs, the changelog and the issues.", () => {
    const readme = read(`${folder}/README.md`);
    expect(readme.startsWith(`# ${manifest.name}\n`)).toBe(true);
    expect(linksOf(readme)).toEqual(
      expect.arrayContaining([
        whole.homepage,
        `${repository}/blob/main/docs/getting-started.md`,
        `${repository}/blob/main/${folder}/CHANGELOG.md`,
        `${repository}/issues`,
      ]),
    );
  });

  test("has a README that says in at most three lines what it is, shows code, and leads to its API.", () => {
    const readme = read(`${folder}/README.md`);
    const [, summary = ""] = readme.split("\n\n");
    expect(summary.split("\n").length).toBeLessThanOrEqual(3);
    expect(readme).toMatch(/^```ts\n/m);
    expect(linksOf(readme)).toContain(`${pages}api/${manifest.name}/`);
  });

  test("has a README whose links work where there is no repository around it.", () => {
    for (const link of linksOf(read(`${folder}/README.md`))) expect(link).toMatch(/^https:\/\//);
  });
});

test.each(["README.md", "packages/symplectic-adjoint/README.md"])(
  "The table of packages in %s holds every package and no other.",
  (page) => {
    const rows = [...read(page).matchAll(/^\| (?:\[)?`(@?symplectic-adjoint[^`]*)`/gm)];
    expect(rows.map((row) => row[1]).sort()).toEqual(
      published.map(({ manifest }) => manifest.name).sort(),
    );
  },
);
