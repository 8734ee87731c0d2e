import * as tf from "@tensorflow/tfjs";

/** What must be as it was after something failed: all that lives, and the state of the engine. */
export function engineSnapshot() {
  const engine = tf.engine();
  const { activeTape, gradientDepth, kernelDepth, scopeStack, activeScope } = engine.state;
  const { numTensors, numBytes, numDataBuffers } = tf.memory();
  return {
    numTensors,
    numBytes,
    numDataBuffers,
    buffersOfEngine: tf.backend().numDataIds(),
    tape: activeTape?.length ?? null,
    gradientDepth,
    kernelDepth,
    scopes: scopeStack.length,
    scope: activeScope?.id ?? null,
    own: Object.getOwnPropertyNames(engine).sort().join(),
    variables: Object.keys(engine.registeredVariables).length,
  };
}
