import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { anchorsOf, linksOf } from "./links.js";

const root = new URL("../../", import.meta.url);
const { homepage } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
const repository = homepage.replace(/#.*$/, "");

const foldersIn = (folder: string): Array<string> =>
  readdirSync(new URL(folder, root)).map((name) => `${folder}${name}/`);

const pages = ["./", "docs/", "docs/contributing/", "docs/tutorials/", "apps/examples/data/"]
  .concat(foldersIn("packages/"), foldersIn("apps/"))
  .flatMap((folder) =>
    readdirSync(new URL(folder, root))
      .filter((name) => name.endsWith(".md") && name !== "CHANGELOG.md")
      .map((name) => `${folder}${name}`),
  );

/** The file of the repository that a link leads to; undefined for other sites, and for pages that are generated. */
function target(page: string, link: string): URL | undefined {
  if (link.startsWith("#")) return new URL(page, root);
  if (link.startsWith("/")) {
    // On the site, where /api/ is what TypeDoc writes.
    return link.startsWith("/api/") ? undefined : new URL(`docs${link.split("#")[0]}.md`, root);
  }
  if (!link.startsWith("https://")) return new URL(link, new URL(page, root));
  const [, tree, path] = link.match(/\/(?:blob|(tree))\/main\/([^#]*)/) ?? [];
  if (!link.startsWith(repository) || path === undefined) return undefined;
  // Changelogs come with the first release.
  if (path.endsWith("/CHANGELOG.md")) return undefined;
  return new URL(tree ? `${path}/README.md` : path, root);
}

test.each(pages)("Every link of %s points to an existing target.", (page) => {
  for (const link of linksOf(readFileSync(new URL(page, root), "utf8"))) {
    const file = target(page, link);
    if (file === undefined) continue;
    expect(existsSync(file), link).toBe(true);
    const anchor = link.split("#")[1];
    if (anchor === undefined || anchor === "readme") continue;
    expect(anchorsOf(readFileSync(file, "utf8")), link).toContain(anchor);
  }
});

test.each(pages.filter((page) => page.startsWith("docs/")))(
  "Every relative link of %s stays on the site.",
  (page) => {
    for (const link of linksOf(readFileSync(new URL(page, root), "utf8"))) {
      if (/^(https?:|mailto:|#|\/)/.test(link)) continue;
      expect(new URL(link, new URL(page, root)).pathname, link).toContain(
        new URL("docs/", root).pathname,
      );
    }
  },
);
