import * as tf from "@tensorflow/tfjs";

/** A snapshot of live resources and engine state, which must be unchanged after a failure. */
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
