const tf = require("@tensorflow/tfjs");
const { odeintSymplecticAdjoint } = require("symplectic-adjoint");
const { useWasm } = require("@symplectic-adjoint/backend-wasm");

const final = (y0) => tf.sum(odeintSymplecticAdjoint((_t, y) => tf.neg(y), y0, [0, 1]));

async function main() {
  const imported = await import("symplectic-adjoint");
  const wasm = await useWasm();
  const slope = await tf
    .grad(final)(tf.tensor1d([1]))
    .data();
  console.log(
    JSON.stringify({
      engine: tf.getBackend(),
      fused: wasm.fused,
      slope: slope[0].toFixed(4),
      oneCopy: imported.odeintSymplecticAdjoint === odeintSymplecticAdjoint,
    }),
  );
}

main();
