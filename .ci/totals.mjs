// node .ci/totals.mjs FOLDER [FAILED STAGE]…
// Prints "N passed, N failed": the tests in the folder's reports, each written by vitest's json reporter and named after its
// stage, and each failed stage as one failure, unless its report already holds failures.
// Lines above say what failed, what each report counts, and which engines the tests of apps/engines really ran on: one
// counts if a test of “The engine NAME” passed.
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

const [folder, ...failedStages] = process.argv.slice(2);

const reports = readdirSync(folder)
  .sort()
  .map((file) => {
    const text = readFileSync(join(folder, file), "utf8").trim();
    const { testResults = [] } = text === "" ? {} : JSON.parse(text);
    return { stage: basename(file, ".json"), testResults };
  });

// A test that timed out has, for vitest's json reporter, no message but the name of a placeholder.
const firstLine = (text = "") =>
  text.trim().split("\n")[0].replace("Error: STACK_TRACE_ERROR", "timed out");

/** What failed in a report: its tests, and the files that could not be loaded, which have no failed test to show for it. */
const failuresIn = ({ testResults }) =>
  testResults.flatMap(({ name, status, message, assertionResults }) => {
    const tests = assertionResults.filter((test) => test.status === "failed");
    if (status === "failed" && tests.length === 0) return [`${name}: ${firstLine(message)}`];
    return tests.map((test) => `${test.fullName}: ${firstLine(test.failureMessages?.[0])}`);
  });

const count = ({ testResults }, ...statuses) =>
  testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => statuses.includes(status)).length;

const engines = ["cpu", "wasm", "webgl", "webgpu", "tensorflow"];
const tested = reports.flatMap(({ testResults }) => testResults);
const testedIn = (place) =>
  engines
    .filter((engine) =>
      tested.some(
        ({ name, assertionResults }) =>
          name.includes(`/apps/engines/test/${place}/`) &&
          assertionResults.some(
            ({ status, fullName }) =>
              status === "passed" && new RegExp(`\\bengine ${engine}\\b`).test(fullName),
          ),
      ),
    )
    .join(", ") || "none";

const lines = [];
let passed = 0;
let failed = failedStages.length;
for (const report of reports) {
  const failures = failuresIn(report);
  const skipped = count(report, "pending", "skipped", "todo");
  passed += count(report, "passed");
  failed += failures.length;
  // Its failures stand for it.
  if (failures.length > 0 && failedStages.includes(report.stage)) failed -= 1;
  lines.push(...failures.map((failure) => `failed in ${report.stage}: ${failure}`));
  lines.push(
    `${report.stage}: ${count(report, "passed")} passed, ${failures.length} failed, ${skipped} skipped`,
  );
}
if (failedStages.length > 0) lines.push(`failed stages: ${failedStages.join(", ")}`);
lines.push(`engines tested in Node: ${testedIn("node")}; in Chromium: ${testedIn("browser")}`);
// No test at all is a failure, too.
if (passed === 0 && failed === 0) failed = 1;
lines.push(`${passed} passed, ${failed} failed`);
process.stdout.write(`${lines.join("\n")}\n`);
process.exitCode = failed === 0 ? 0 : 1;
