import { javascriptExecutor } from "../../src/executors/javascript/javascript-executor.js";
import { describeExecutor } from "../support/describe-executor.js";

describeExecutor(javascriptExecutor);
