import { processChannel } from "./process-channel.js";
import type { Channel } from "./runner.js";

/** Limits libraries to one thread, if they support it. Dawn does not. */
export const ONE_THREAD: Readonly<Record<string, string>> = {
  OMP_NUM_THREADS: "1",
  MKL_NUM_THREADS: "1",
  TF_NUM_INTRAOP_THREADS: "1",
  TF_NUM_INTEROP_THREADS: "1",
  TF_CPP_MIN_LOG_LEVEL: "3",
};

/**
 * Starts a program of Node on one thread. V8 would share out even small collections of garbage among helper threads, and
 * the time in which they wait for each other would count as time of the processor.
 */
export function nodeOnOneThread(args: ReadonlyArray<string>): Channel {
  return processChannel(process.execPath, ["--single-threaded-gc", ...args], ONE_THREAD);
}
