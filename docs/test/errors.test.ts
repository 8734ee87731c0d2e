import { readdirSync, readFileSync } from "node:fs";
import { outcomeMessages } from "@symplectic-adjoint/core";
import { expect, test } from "vitest";
import { anchorsOf } from "./links.js";

const packages = new URL("../../packages/", import.meta.url);
const page = readFileSync(new URL("../errors.md", import.meta.url), "utf8");

/** The codes of all errors in published sources, with their classes; those of integrations are made of their outcomes. */
const declared = readdirSync(packages, { recursive: true, encoding: "utf8" })
  .filter((file) => /^(?!testing)[\w-]+\/src\/.*(?<!\.test)\.ts$/.test(file))
  .flatMap((file) => [
    ...readFileSync(new URL(file, packages), "utf8").matchAll(/super\(\s*"(\w+)",\s*"([A-Z_]+)"/g),
  ])
  .map(([, name, code]) => ({ name, code: code as string }))
  .concat(
    Object.keys(outcomeMessages)
      .filter((kind) => !["success", "event", "stopped"].includes(kind))
      .map((kind) => ({
        name: "IntegrationError",
        code: `INTEGRATION_${kind.replace(/[A-Z]/g, (c) => `_${c}`).toUpperCase()}`,
      })),
  );

test.each(declared)("$code has an entry, where the error's help leads.", ({ name, code }) => {
  const entry = page.split(/^## /m).find((text) => text.includes(`\`${code}\`, class`));
  expect(entry).toContain(`class \`${name}\``);
  const [heading = ""] = entry?.split("\n") ?? [];
  expect(anchorsOf(`## ${heading}`)).toEqual([code.toLowerCase().replaceAll("_", "-")]);
});

test("There is no entry without an error.", () => {
  expect(declared.length).toBeGreaterThan(30);
  expect(anchorsOf(page).length).toBe(declared.length + 1);
});
