import type { Executor } from "../../src/executors/executor.js";
import { wasmExecutor } from "../../src/executors/wasm/wasm-executor.js";
import { describeExecutor } from "../support/describe-executor.js";
import { programsOn } from "../support/subject.js";

describeExecutor(programsOn(wasmExecutor() as Executor));
