import type { StepSizeController } from "@symplectic-adjoint/core";
import { describeController } from "../src/index.js";

const elementary: StepSizeController<{ readonly rejected: boolean }> = {
  name: "elementary",
  adaptive: true,
  firstStep: {
    trial: (d0, d1) => (d0 < 1e-5 || d1 < 1e-5 ? 1e-6 : (0.01 * d0) / d1),
    choose: (trial, d1, d2, order) =>
      Math.min(100 * trial, (0.01 / Math.max(d1, d2, 1e-15)) ** (1 / order)),
  },
  init: () => ({ rejected: false }),
  next({ rejected }, { step, errorRatio, order }) {
    const accepted = errorRatio <= 1;
    const wanted = errorRatio === 0 ? 10 : 0.9 * errorRatio ** (-1 / order);
    const most = rejected || !accepted ? (accepted ? 1 : 0.9) : 10;
    const factor = Number.isFinite(errorRatio) ? Math.min(most, Math.max(0.2, wanted)) : 0.2;
    return { accepted, step: step * factor, state: { rejected: !accepted } };
  },
};

describeController("elementary", elementary);

describeController("of constant steps", {
  name: "constant",
  adaptive: false,
  firstStep: 0.1,
  init: () => undefined,
  next: (state) => ({ accepted: true, step: 0.1, state }),
});
