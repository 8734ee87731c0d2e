import { float64 } from "@symplectic-adjoint/backend-float64";
import { isModel, type TensorFunction } from "@symplectic-adjoint/backend-tfjs";
import {
  type BringsBackend,
  flattenTree,
  InvalidDynamicsError,
  isCallable,
  ownBackend,
  type Tree,
  unflattenTree,
} from "@symplectic-adjoint/core";
