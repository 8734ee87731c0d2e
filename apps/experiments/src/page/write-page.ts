import { readFileSync, writeFileSync } from "node:fs";
import { fillPage } from "./fill-page.js";
import { PAGE, storedRun } from "./stored-run.js";

// pnpm --filter @symplectic-adjoint/experiments page: puts the stored figures into docs/experiments.md.
writeFileSync(PAGE, fillPage(readFileSync(PAGE, "utf8"), storedRun));
