/** The discretisation of every solve that is differentiated: the classical Runge–Kutta method, half a year a step. */
export const STEPS = Object.freeze({ method: "rk4", stepsPerInterval: 2 } as const);
