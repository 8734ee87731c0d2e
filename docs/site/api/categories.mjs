// A plugin of TypeDoc: what a package exports has the categories of the section comments of its index.ts.

import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { Comment, CommentTag, Converter, ReflectionKind } from "typedoc";

/** @param {import("typedoc").Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    const entries = app.options.getValue("entryPoints").map((path) => {
      return { name: basename(path, ".ts"), categories: categoriesOf(readFileSync(path, "utf8")) };
    });
    // One entry point is the project itself; several are modules of it.
    const modules = project.getChildrenByKind(ReflectionKind.Module);
    for (const module of modules.length > 0 ? modules : [project]) {
      const entry =
        modules.length > 0 ? entries.find(({ name }) => name === module.name) : entries[0];
      for (const child of module.children ?? []) {
        const category = entry?.categories.get(child.name);
        if (category !== undefined) categorise(child, category);
      }
    }
  });
}

function categorise(reflection, category) {
  reflection.comment ??= new Comment();
  reflection.comment.blockTags.push(
    new CommentTag("@category", [{ kind: "text", text: category }]),
  );
}

/** The sections of an index: `// Title` at the beginning of a line, and the names that are exported below it. */
function categoriesOf(source) {
  const categories = new Map();
  for (const section of source.split(/^\/\/ (?=[A-Z])/m).slice(1)) {
    const [title] = section.split("\n", 1);
    for (const [, names] of section.matchAll(/^export (?:type )?\{([^}]*)\}/gm)) {
      for (const name of names.split(",")) {
        const exported = name
          .trim()
          .replace(/^type /, "")
          .split(" as ")
          .at(-1);
        if (exported !== "") categories.set(exported, title);
      }
    }
  }
  return categories;
}
