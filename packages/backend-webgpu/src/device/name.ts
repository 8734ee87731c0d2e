/** The engine's name in TensorFlow.js. */
export const ENGINE_NAME = "webgpu";
