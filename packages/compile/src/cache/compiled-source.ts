import type { TensorFunction } from "@symplectic-adjoint/backend-tfjs";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { CompiledOptions } from "../options/compiled-options.js";
import type { ProgramCache } from "./program-cache.js";

/** What a compiled function consists of. */
export interface CompiledSource {
  /** The user's function or model. */
  readonly func: TensorFunction;
  /** Its further arguments. Functions with other arguments share everything else. */
  readonly args: ReadonlyArray<Tensor>;
  readonly options: CompiledOptions;
  readonly cache: ProgramCache;
}
