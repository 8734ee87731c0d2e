import { serveLines } from "../contestants/serve-lines.js";
import { engineServices } from "./engine-services.js";
import { equippedEntrants, stockEntrants } from "./entrants.js";
import { nodeEngines } from "./node-engine.js";

// node engine-worker.js ENGINE [--stock]: one engine, at the service of whoever is at the other end of the standard streams.

const [name = "", flag] = process.argv.slice(2);
const stock = flag === "--stock";
const activate = nodeEngines[name];
if (activate === undefined) throw new Error(`There is no engine ${name} in Node.`);

const processorTime = (): number => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

await serveLines(
  engineServices(() => activate(stock), stock ? stockEntrants : equippedEntrants, processorTime),
);
