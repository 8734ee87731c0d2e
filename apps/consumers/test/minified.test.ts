import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { beforeAll, describe, expect, inject, test } from "vitest";

// Minifiers rename classes and functions: nothing that users see may depend on how they are called.

interface OdeErrorLike extends Error {
  readonly code: string;
}
type Exports = Readonly<Record<string, unknown>>;
type Errors = Readonly<Record<string, new (...args: ReadonlyArray<unknown>) => OdeErrorLike>>;

const installed = inject("installed");
const sources = new URL("../../../packages/", import.meta.url);

/** The packages that export errors. */
const packages = ["core", "parallel"];

/** The classes of errors that the published packages declare, by their sources. */
const declared = readdirSync(sources, { recursive: true, encoding: "utf8" })
  .filter((file) => /^[\w-]+\/src\/.*(?<!\.test)\.ts$/.test(file) && !file.startsWith("testing/"))
  .flatMap((file) => [
    ...readFileSync(new URL(file, sources), "utf8").matchAll(
      /(?<!abstract )class (\w+) extends \w+Error\b/g,
    ),
  ])
  .map((match) => match[1] as string);

async function minified(): Promise<Exports> {
  const outfile = join(installed, "minified.mjs");
  await build({
    stdin: {
      contents: packages.map((name) => `export * from "@symplectic-adjoint/${name}"`).join(";"),
      resolveDir: installed,
    },
    bundle: true,
    minify: true,
    format: "esm",
    outfile,
    logLevel: "error",
  });
  return import(/* @vite-ignore */ pathToFileURL(outfile).href);
}

describe("In a minified bundle", () => {
  let exports: Exports;
  beforeAll(async () => {
    exports = await minified();
  });

  test("there are all the errors of the published packages.", () => {
    expect(declared.length).toBeGreaterThan(15);
    expect(Object.keys(exports)).toEqual(expect.arrayContaining(declared));
  });

  test.each(declared)("%s goes by its name.", (name) => {
    const Kind = (exports as Errors)[name] as Errors[string];
    expect(Kind.name).not.toBe(name);
    // What the constructors read, of whatever error: details, or an outcome with its statistics.
    const details = { argument: "x", problem: "is wrong", remedy: "Mend it.", kind: "aborted" };
    const error = new Kind(details, { forward: {} });
    expect(error.name).toBe(name);
    expect(String(error)).toMatch(new RegExp(`^${name}: `));
  });

  test("functions and objects with a minified name are shown without it.", () => {
    const show = exports.showValue as (value: unknown) => string;
    const { a, Aa } = { a: class {}, Aa: () => 1 };
    expect([new a(), Aa, a].map(show)).toEqual(["an object", "a function", "a function"]);
    expect(show(function rhs() {})).toBe("function rhs");
    expect(show(new Map())).toBe("Map");
  });
});
