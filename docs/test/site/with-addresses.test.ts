import { expect, test } from "vitest";
import { withAddresses } from "../../site/worker/with-addresses.js";

const modules = { "#live": "https://here/live.js", tf: "https://here/tf.js" };

test("Imports of every kind get the addresses of their modules; all else stays as it is.", async () => {
  const code = `import * as tf from "tf"; // from "tf"
import { plot } from '#live';
import "tf";
export { x } from "tf";
const late = await import("tf");
console.log(import.meta.url, 'import "tf"');
`;
  expect(
    await withAddresses(code, modules),
  ).toBe(`import * as tf from "https://here/tf.js"; // from "tf"
import { plot } from 'https://here/live.js';
import "https://here/tf.js";
export { x } from "https://here/tf.js";
const late = await import("https://here/tf.js");
console.log(import.meta.url, 'import "tf"');
`);
});

test("An import of another module is an error that lists those that there are.", async () => {
  await expect(withAddresses('import "lodash";', modules)).rejects.toThrow(
    "This page has no module lodash. Import one of these: #live, tf.",
  );
  await expect(withAddresses("await import(name);", modules)).rejects.toThrow("no module");
});

test("Code that cannot be read is an error that names the line.", async () => {
  await expect(withAddresses('import "tf";\nimport { "', modules)).rejects.toThrow(
    "Line 2 is not valid JavaScript.",
  );
});
