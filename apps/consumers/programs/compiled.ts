import { dopri5 } from "@symplectic-adjoint/tableaux";
import * as tf from "@tensorflow/tfjs";
import { odeint } from "symplectic-adjoint";

const f = (_t: number, y: tf.Tensor): tf.Tensor => tf.neg(y);
const solution: tf.Tensor = odeint(f, tf.tensor1d([1]), [0, 1], { method: dopri5 });
console.log(JSON.stringify(solution.shape));
