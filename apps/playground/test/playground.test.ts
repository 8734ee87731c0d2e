import { describe } from "vitest";
import { accessibilitySuite } from "./suites/accessibility.js";
import { compilingSuite } from "./suites/compiling.js";
import { enginesSuite } from "./suites/engines.js";
import { trainingSuite } from "./suites/training.js";
import { hasBrowser } from "./support/open-playground.js";
import { visitPlayground } from "./support/visit.js";

// One file, because the page is built once.

describe.skipIf(!hasBrowser)("The playground in a browser", () => {
  const visit = visitPlayground();
  enginesSuite(visit);
  trainingSuite(visit);
  compilingSuite(visit);
  accessibilitySuite(visit);
});
