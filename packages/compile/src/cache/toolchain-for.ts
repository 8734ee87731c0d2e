import { differentiate } from "../derivative/differentiate.js";
import type { Executor } from "../executors/executor.js";
import { javascriptExecutor } from "../executors/javascript/javascript-executor.js";
import { wasmExecutor } from "../executors/wasm/wasm-executor.js";
import { InvalidArgumentError } from "../imports/core.js";
import type { CompiledOptions } from "../options/compiled-options.js";
import { buildProgram } from "../program/build-program.js";
import { basicKernels } from "../trace/kernels/basic-kernels.js";
import type { Kernels } from "../trace/kernels/kernel.js";
import { traceDynamics } from "../trace/trace-dynamics.js";
import type { Toolchain } from "./toolchain.js";

/** The steps from a function to a program that runs on an executor. */
export function toolchainFor({
  executor: choice = "auto",
  operations = [],
}: CompiledOptions): Toolchain {
  const kernels: Kernels = Object.assign({}, basicKernels, ...operations.map((set) => set.kernels));
  const graphs = typeof choice === "object" ? choice : undefined;
  const executor = executorFor(typeof choice === "object" ? "auto" : choice);
  return {
    trace: (func, request) => traceDynamics(func, request, kernels),
    load({ graph }, { differentiate: wanted, sizes, precision }) {
      const backward = wanted ? differentiate(graph) : undefined;
      const source = { forward: graph, backward, sizes, precision };
      const inGraphs = graphs?.load(source);
      if (graphs !== undefined && inGraphs !== undefined)
        return { executor: graphs.name, program: inGraphs };
      return { executor: executor.name, program: executor.load(buildProgram(source)) };
    },
  };
}

function executorFor(name: "auto" | Executor["name"]): Executor {
  if (name === "javascript") return javascriptExecutor;
  const wasm = wasmExecutor();
  if (wasm === undefined && name === "wasm") {
    throw new InvalidArgumentError({
      argument: "executor",
      value: name,
      problem:
        "needs WebAssembly with SIMD, which is missing here, or forbidden by the page's content security policy",
      remedy: 'Write executor: "auto", which then runs the program in JavaScript.',
    });
  }
  return wasm ?? javascriptExecutor;
}
