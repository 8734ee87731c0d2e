import { customGrad, type engine, grad, Reshape, type Tensor } from "@tensorflow/tfjs-core";
import type { EngineState } from "./engine-state.js";
import { disposeSaved, type TapeNode } from "./tape-node.js";
import { withMethods } from "./with-methods.js";

type Engine = ReturnType<typeof engine>;

/** Tests, on an engine of an unknown version, everything that recording f and joining a tape rely on. */
export function tapeWorks(engine: Engine): boolean {
  const state = engine.state as unknown as EngineState;
  const { activeTape, gradientDepth, kernelDepth } = state;
  engine.startScope();
  try {
    const x = engine.makeTensor(Float32Array.of(1), [1], "float32");
    return (
      recordsOnTape(engine, state, x) && scopesTrack(state, x) && gradientsAreMethods(engine, x)
    );
  } catch {
    return false;
  } finally {
    state.activeTape = activeTape;
    state.gradientDepth = gradientDepth;
    state.kernelDepth = kernelDepth;
    engine.endScope();
  }
}

/** Checks that a kernel and a `customGrad` operation each become the last node of the active tape. */
function recordsOnTape(engine: Engine, state: EngineState, x: Tensor): boolean {
  const tape: Array<TapeNode> = [];
  Object.assign(state, { activeTape: tape, gradientDepth: 1, kernelDepth: 0 });
  const reshaped = reshape(engine, x);
  const reshaping = tape.at(-1);
  const custom = engine.customGrad((y, save) => {
    (save as (tensors: Array<Tensor>) => void)([y as Tensor]);
    return { value: reshape(engine, y as Tensor), gradFunc: (dy) => dy };
  })(reshaped) as Tensor;
  const customized = tape.at(-1);
  // The active tape may be another one than `tape`.
  for (const recorded of [tape, state.activeTape]) recorded?.forEach(disposeSaved);
  Object.assign(state, { activeTape: null, gradientDepth: 0 });
  const isTapeOff = !engine.isTapeOn();
  return (
    isTapeOff &&
    typeof state.nextTapeNodeId === "number" &&
    reshaping?.kernelName === Reshape &&
    reshaping.inputs.x === x &&
    reshaping.outputs[0] === reshaped &&
    customized?.inputs[0] === reshaped &&
    customized.outputs[0] === custom &&
    customized.saved?.length === 1 &&
    customized.gradient?.([x])[0]?.() === x
  );
}

function reshape(engine: Engine, x: Tensor): Tensor {
  return engine.runKernel<Tensor>(Reshape, { x }, { shape: [1] });
}

/** Checks that a scope lists the tensors created in it, and that live tensors have a registered buffer. */
function scopesTrack(state: EngineState, x: Tensor): boolean {
  const { activeScope, tensorInfo } = state;
  const tracked = activeScope?.track.includes(x) === true && x.scopeId === activeScope.id;
  const disposable = x as unknown as { isDisposedInternal: boolean };
  const alive = disposable.isDisposedInternal === false && tensorInfo.has(x.dataId);
  return tracked && alive;
}

/** Checks that `tf.grad` and `tf.customGrad` call methods of the engine. */
function gradientsAreMethods(engine: Engine, x: Tensor): boolean {
  const called: Array<string> = [];
  const methods = {
    gradients: () => {
      called.push("gradients");
      return { value: x, grads: [x] };
    },
    customGrad: () => {
      called.push("customGrad");
      return () => x;
    },
  };
  withMethods(engine, methods, () => {
    grad((y: Tensor) => y)(x);
    customGrad((y) => ({ value: y as Tensor, gradFunc: (dy) => dy }))(x);
  });
  return called.join() === "gradients,customGrad";
}
