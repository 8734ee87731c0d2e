import { customGrad, type engine, grad, Reshape, type Tensor } from "@tensorflow/tfjs-core";
import type { EngineState } from "./engine-state.js";
import type { TapeNode } from "./tape-node.js";
import { withMethods } from "./with-methods.js";

type Engine = ReturnType<typeof engine>;

/** Tries out, on an engine of an unknown version, all that recording f and joining a tape rely on. */
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

/** A kernel, and an operation with a gradient of its own, each become a node of the tape that is put in, and of none else. */
function recordsOnTape(engine: Engine, state: EngineState, x: Tensor): boolean {
  const tape: Array<TapeNode> = [];
  Object.assign(state, { activeTape: tape, gradientDepth: 1, kernelDepth: 0 });
  const copy = engine.runKernel<Tensor>(Reshape, { x }, { shape: [1] });
  const length = tape.length;
  const same = engine.customGrad((y, save) => {
    (save as (tensors: Array<Tensor>) => void)([y as Tensor]);
    return {
      value: engine.runKernel<Tensor>(Reshape, { x: y as Tensor }, { shape: [1] }),
      gradFunc: (dy) => dy,
    };
  })(copy) as Tensor;
  Object.assign(state, { activeTape: null, gradientDepth: 0 });
  const unrecorded = !engine.isTapeOn();
  const [first, last] = [tape[0], tape.at(-1)];
  for (const { saved = [] } of tape) for (const tensor of saved) tensor?.dispose();
  const dy = last?.gradient?.([x])[0]?.();
  return (
    length === 1 &&
    first?.inputs.x === x &&
    first.outputs[0] === copy &&
    unrecorded &&
    typeof state.nextTapeNodeId === "number" &&
    last?.inputs[0] === copy &&
    last.outputs[0] === same &&
    dy === x
  );
}

/** A scope lists what was made in it, and buffers end with their last tensor. */
function scopesTrack(state: EngineState, x: Tensor): boolean {
  const { activeScope, tensorInfo } = state;
  const tracked = activeScope?.track.includes(x) === true && x.scopeId === activeScope.id;
  const disposable = x as unknown as { isDisposedInternal: boolean };
  const alive = disposable.isDisposedInternal === false && tensorInfo.has(x.dataId);
  return tracked && alive;
}

/** `tf.grad` and `tf.customGrad` lead to methods of the engine. */
function gradientsAreMethods(engine: Engine, x: Tensor): boolean {
  const asked: Array<string> = [];
  const methods = {
    gradients: () => {
      asked.push("gradients");
      return { value: x, grads: [x] };
    },
    customGrad: () => {
      asked.push("customGrad");
      return () => x;
    },
  };
  withMethods(engine, methods, () => {
    grad((y: Tensor) => y)(x);
    customGrad((y) => ({ value: y as Tensor, gradFunc: (dy) => dy }))(x);
  });
  return asked.join() === "gradients,customGrad";
}
