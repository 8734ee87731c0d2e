import fc from "fast-check";
import type { MemorySizes, PlanRequest } from "../../src/index.js";

/** Sizes of a state of 100 bytes, with 40 bytes of parameters and two outputs. */
export const sizes: MemorySizes = {
  measured: true,
  y: 100,
  state: 100,
  shared: 100,
  parameters: 40,
  outputs: { kept: 100, stacking: 200, stacked: 200, unstacking: 200, rows: 200 },
  attempt: 500,
  check: 300,
  reversal: 900,
  record: 150,
  evaluationsPerStep: 5,
  stages: { bytes: 300, attempt: 800, reversal: 800 },
};

/** A request for 50 steps by the symplectic adjoint method. */
export const request: PlanRequest = {
  strategy: "symplectic adjoint",
  window: "evaluation",
  sizes,
  budget: 1e6,
  steps: 50,
  mostSteps: 1000,
  speculates: false,
  differentiates: true,
  store: { name: "memory", shares: true, transit: 0 },
};

const bytes = fc.integer({ min: 1, max: 10_000 });

/** Any request, with a budget that may be too small. */
export const anyRequest: fc.Arbitrary<PlanRequest> = fc
  .record({
    window: fc.constantFrom("evaluation" as const, "step" as const, "segment" as const),
    steps: fc.option(fc.integer({ min: 0, max: 300 }), { nil: undefined }),
    mostSteps: fc.constantFrom(300, 100_000, Number.POSITIVE_INFINITY),
    budget: fc.integer({ min: 1, max: 1_000_000 }),
    speculates: fc.boolean(),
    shares: fc.boolean(),
    part: fc.constantFrom(0, 0.5, 1),
    y: bytes,
    memory: fc.integer({ min: 0, max: 2 }),
    times: fc.integer({ min: 1, max: 20 }),
    parameters: fc.integer({ min: 0, max: 10_000 }),
    more: fc.array(bytes, { minLength: 5, maxLength: 5 }),
    stages: fc.option(bytes, { nil: undefined }),
  })
  .map(({ y, memory, times, more, parameters, stages, part, shares, ...rest }) => {
    const [attempt = 0, check = 0, reversal = 0, record = 0] = more;
    const state = (1 + memory) * y;
    return {
      ...rest,
      strategy: "any",
      differentiates: true,
      store: {
        name: "any",
        shares,
        transit: shares ? 0 : 2,
        ...(!shares && { residentBytes: (size: number) => Math.ceil(part * size) }),
      },
      sizes: {
        ...{ measured: true, y, state, shared: shares ? y : 0, parameters },
        outputs: {
          kept: (times - 1) * y,
          stacking: times * y,
          stacked: times * y,
          unstacking: times * y,
          rows: times * y,
        },
        attempt: 2 * y + attempt,
        check,
        reversal: 2 * state + 2 * parameters + record + reversal,
        record,
        evaluationsPerStep: 4,
        stages:
          stages === undefined
            ? undefined
            : {
                bytes: stages,
                attempt: 2 * y + stages + attempt,
                reversal: 2 * state + 2 * parameters + record + reversal,
              },
      },
    };
  });
