import { env } from "@tensorflow/tfjs-core";

/** How many arrays one program can read: WebGL 2 promises 16, and TensorFlow.js uses no more. */
export function texturesPerPass(): number {
  return env().getNumber("WEBGL_MAX_TEXTURES_IN_SHADER");
}
