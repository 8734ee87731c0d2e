import { useLeanEngine } from "@symplectic-adjoint/backend-tfjs";
import { equippedCases, stockCases } from "../cases/engine-cases.js";
import { serveLines } from "../runners/serve-lines.js";
import { processorTime } from "../timing/processor-time.js";
import { engineServices } from "./engine-services.js";
import { nodeEngines } from "./node-engine.js";

// node engine-worker.js ENGINE [--stock | --plain]: serves one engine over the standard streams.

const [name = "", flag] = process.argv.slice(2);
const stock = flag === "--stock";
if (flag === "--plain") useLeanEngine(false);
const activate = async () => {
  const known = nodeEngines[name];
  if (known === undefined) throw new Error(`there is no engine with this name in Node`);
  return known(stock);
};

await serveLines(engineServices(activate, stock ? stockCases : equippedCases, processorTime));
