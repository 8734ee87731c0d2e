/** Limits libraries to one thread, if they support it. Dawn and V8 do not. */
export const ONE_THREAD: Readonly<Record<string, string>> = {
  OMP_NUM_THREADS: "1",
  MKL_NUM_THREADS: "1",
  TF_NUM_INTRAOP_THREADS: "1",
  TF_NUM_INTEROP_THREADS: "1",
  TF_CPP_MIN_LOG_LEVEL: "3",
};
