import { explicitRungeKutta } from "@symplectic-adjoint/runge-kutta";
import { adjointFixtures } from "@symplectic-adjoint/testing";

/** Sets up a case with the explicit Runge-Kutta method of its tableau. */
export const adjointFixture = adjointFixtures(explicitRungeKutta);
