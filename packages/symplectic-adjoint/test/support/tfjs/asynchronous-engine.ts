import { SynchronousReadError } from "@symplectic-adjoint/core";
import { tfjs } from "../../../src/index.js";

/** TensorFlow.js as it is on WebGPU: values are delivered asynchronously only. Counts the synchronous reads tried. */
export function asynchronousEngine() {
  let synchronousReads = 0;
  const refuse = (): never => {
    synchronousReads++;
    throw new SynchronousReadError({
      argument: "The engine",
      problem: "supports only asynchronous reads, but a synchronous function needs a value",
      remedy: "Await odeintAsync, or take fixed steps.",
    });
  };
  return {
    backend: { ...tfjs, readsSynchronously: false, readSync: refuse, toHostSync: refuse },
    get synchronousReads() {
      return synchronousReads;
    },
  };
}
