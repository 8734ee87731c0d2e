import { writeSync } from "node:fs";
import { fileStore } from "@symplectic-adjoint/checkpoint-stores/node";
import { float64, solve, symplecticAdjoint } from "symplectic-adjoint/float64";

// A process that stops in its backward pass, to be killed there; with "exit", it exits.

const [, , folder = "", how] = process.argv;
const STEPS = 10_000;
let reversed = 0;

const rotation = {
  evaluate(_t: number, [q = 0, p = 0]: Float64Array, _: Float64Array, dy: Float64Array) {
    dy[0] = p;
    dy[1] = -q;
  },
  vjp(
    _t: number,
    _y: Float64Array,
    _: Float64Array,
    [a = 0, b = 0]: Float64Array,
    yBar: Float64Array,
  ) {
    yBar[0] = -b;
    yBar[1] = a;
    if (++reversed !== STEPS) return;
    if (how === "exit") process.exit(3);
    writeSync(1, "backward\n");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
};

const solution = solve(rotation, Float64Array.of(1, 0), [0, 1], {
  ...{ backend: float64, method: "rk4", stepSize: 1 / STEPS },
  adjoint: symplecticAdjoint({ store: fileStore({ folder }) }),
});
solution.pullback(Float64Array.of(0, 0, 1, 1));
