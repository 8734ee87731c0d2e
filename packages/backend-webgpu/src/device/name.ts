/** The name by which TensorFlow.js knows the engine. */
export const NAME = "webgpu";
