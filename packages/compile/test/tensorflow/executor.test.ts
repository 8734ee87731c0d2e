import { describe } from "vitest";
import { describeExecutor } from "../support/describe-executor.js";
import { graphs, hasTfjsNode } from "./tfjs-node.js";

describe.skipIf(!hasTfjsNode)("tfjs-node", () => describeExecutor(graphs));
