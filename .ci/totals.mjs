// node .ci/totals.mjs REPORT [FAILED STAGE]…
// Prints "N passed, N failed": the tests in a report of vitest's json reporter, and each failed stage as one failure.
// The stage that ran the tests is not counted again for failures that the report already holds.
// A line above says which engines the tests of apps/engines really ran on: one counts if a test of “The engine NAME” passed.
import { existsSync, readFileSync } from "node:fs";

const [file, ...failedStages] = process.argv.slice(2);
const report =
  existsSync(file) && readFileSync(file, "utf8").trim() !== ""
    ? JSON.parse(readFileSync(file, "utf8"))
    : { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, testResults: [] };

// A file that could not be loaded has no failed test to show for it.
const brokenFiles = report.testResults.filter(
  ({ status, assertionResults }) =>
    status === "failed" && !assertionResults.some((test) => test.status === "failed"),
).length;
const failedTests = report.numFailedTests + brokenFiles;
const stages = failedStages.filter((stage) => stage !== "install and test" || failedTests === 0);
// No test at all is a failure, too.
const failed = failedTests + stages.length || Number(report.numPassedTests === 0);

const engines = ["cpu", "wasm", "webgl", "webgpu", "tensorflow"];
const testedIn = (folder) =>
  engines
    .filter((engine) =>
      report.testResults.some(
        ({ name, assertionResults }) =>
          name.includes(`/apps/engines/test/${folder}/`) &&
          assertionResults.some(
            ({ status, fullName }) =>
              status === "passed" && new RegExp(`\\bengine ${engine}\\b`).test(fullName),
          ),
      ),
    )
    .join(", ") || "none";

const lines = [
  `engines tested in Node: ${testedIn("node")}; in Chromium: ${testedIn("browser")}`,
  `${report.numPassedTests} passed, ${failed} failed`,
];
if (failedStages.length > 0) lines.unshift(`failed stages: ${failedStages.join(", ")}`);
if (report.numPendingTests > 0) lines.unshift(`skipped tests: ${report.numPendingTests}`);
process.stdout.write(`${lines.join("\n")}\n`);
process.exitCode = failed === 0 ? 0 : 1;
