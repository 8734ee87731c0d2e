import { env } from "@tensorflow/tfjs-core";

/** Maximum number of arrays per program: WebGL 2 guarantees 16, and TensorFlow.js uses no more. */
export function texturesPerPass(): number {
  return env().getNumber("WEBGL_MAX_TEXTURES_IN_SHADER");
}
