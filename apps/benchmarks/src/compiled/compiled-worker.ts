import { tensorflowGraphs } from "@symplectic-adjoint/compile/tensorflow";
import type { Case } from "../cases/case.js";
import { engineServices } from "../engines/engine-services.js";
import { loadTfjsNode, nodeEngines } from "../engines/node-engine.js";
import { serveLines } from "../runners/serve-lines.js";
import { processorTime } from "../timing/processor-time.js";
import { byHandCases, compiledCases, type ExecutorChoice, float64Cases } from "./compiled-cases.js";

// node compiled-worker.js PLATFORM EXECUTOR: serves one way of computing over the standard streams. PLATFORM is an engine,
// float64, by-hand, or by-hand-stages.

const [platform = "", executor = "wasm"] = process.argv.slice(2);
const choice = executor as ExecutorChoice;
const option = () => (choice === "graphs" ? tensorflowGraphs(loadTfjsNode()) : choice);

const casesOf = (): ReadonlyArray<Case> => {
  if (platform === "by-hand") return byHandCases(false);
  if (platform === "by-hand-stages") return byHandCases(true);
  return platform === "float64" ? float64Cases(option) : compiledCases(option);
};

const activate = async () => {
  // In double precision the engine only holds the parameters.
  const engine = nodeEngines[platform] ?? nodeEngines.cpu;
  if (engine === undefined) throw new Error(`there is no engine ${platform} in Node`);
  return engine(false);
};

await serveLines(engineServices(activate, casesOf(), processorTime));
